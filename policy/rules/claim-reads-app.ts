import { readsUserAlone } from "../../access/effective/claims.ts";
import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";

export const claimReadsApp: ResourceRule = {
  name: "claim-reads-app",
  description: "A claim of access tokens does not read a user alone.",
  why: "Client credentials have no user: Okta leaves the claim out, and a login succeeds without any role.",
  fix: "write app.profile.ATTRIBUTE, or (appuser != null) ? appuser.ATTRIBUTE : app.profile.ATTRIBUTE",
  level: "mandatory",
  owasp: "NHI4",
  tags: ["AC-3"],
  types: [TYPES.claim],
  judge: (claim) => {
    const type = claim.text("claimType") ?? "RESOURCE";
    const value = claim.text("value");
    if (type !== "RESOURCE" || value === undefined || !readsUserAlone(value)) return [];
    return [{ at: "value", value, reason: "which is null for a service, as it has no user" }];
  },
};
