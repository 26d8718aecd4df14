import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";

export const claimBoundToScope: ResourceRule = {
  name: "claim-bound-to-scope",
  description: "A claim of access tokens is bound to a scope.",
  why: "Without scopes the claim is in every token of the server, and so are the groups.",
  fix: "list the scope that service accounts ask for",
  level: "mandatory",
  owasp: "NHI5",
  tags: ["AC-6"],
  types: [TYPES.claim],
  judge: (claim) => {
    const type = claim.text("claimType") ?? "RESOURCE";
    const value = claim.texts("scopes");
    if (type !== "RESOURCE" || value.length > 0 || claim.open.has("scopes")) return [];
    const reason = "so that every access token of the server carries the claim";
    return [{ at: "scopes", value, reason }];
  },
};
