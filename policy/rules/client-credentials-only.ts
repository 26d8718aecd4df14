import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";

export const clientCredentialsOnly: ResourceRule = {
  name: "client-credentials-only",
  description: "A service app gets tokens by client credentials alone.",
  why: "By any other grant a person, or whoever has a refresh token, acts as the service.",
  fix: "list client_credentials alone, and give people an app of their own",
  level: "mandatory",
  owasp: "NHI10",
  tags: ["AC-6", "RFC 9700"],
  types: [TYPES.app],
  judge: (app) => {
    const grants = app.texts("grantTypes");
    const isService = app.text("type") === "service" || grants.includes("client_credentials");
    const isOther = grants.some((grant) => grant !== "client_credentials");
    if (!isService || !isOther) return [];
    const reason = "which lets more than the service itself get tokens";
    return [{ at: "grantTypes", value: grants, reason }];
  },
};
