import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";

const LISTS = ["grantTypeWhitelists", "scopeWhitelists"] as const;

export const grantAndScopesNamed: ResourceRule = {
  name: "grant-and-scopes-named",
  description: "A rule of an access policy names its grants and its scopes.",
  why: "With * the clients get every scope of the server, those of tomorrow too.",
  fix: "list client_credentials, and the scopes that the clients need",
  level: "mandatory",
  owasp: "NHI5",
  tags: ["AC-6", "RFC 9700"],
  types: [TYPES.rule],
  judge: (rule) =>
    LISTS.flatMap((at) => {
      const value = rule.texts(at);
      const isNamed = value.length > 0 && !value.includes("*");
      if (isNamed || rule.open.has(at)) return [];
      return [{ at, value, reason: "which names nothing that could be reviewed" }];
    }),
};
