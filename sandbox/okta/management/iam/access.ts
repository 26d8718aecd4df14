import type { Access } from "../../http/route.ts";
import { anywhere, superAdmin } from "../../rights/needs.ts";

/** What the routes of admin roles ask for: nobody but a Super Administrator gives rights. */
export const ROLES_ACCESS: Access = {
  scope: "okta.roles",
  read: [anywhere("okta.iam.read")],
  write: [superAdmin],
};
