import type { Access } from "../../http/route.ts";
import { manageApp, onApp } from "../../rights/needs.ts";

/** What the routes under an app ask for. */
export const APP_ACCESS: Access = {
  scope: "okta.apps",
  read: [onApp("okta.apps.read")],
  write: manageApp,
};
