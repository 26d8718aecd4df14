import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";

export const dpopNotRequired: ResourceRule = {
  name: "dpop-not-required",
  description: "A service app needs no DPoP while Neo4j takes its tokens.",
  why: "Neo4j takes plain bearer tokens alone, so that every login would fail.",
  fix: "set it to false, or remove it",
  level: "mandatory",
  owasp: "NHI4",
  tags: ["IA-9", "RFC 9449"],
  types: [TYPES.app],
  judge: (app) => {
    const at = "dpopBoundAccessTokens";
    if (String(app.value(at)) !== "true") return [];
    return [{ at, value: true, reason: "and Neo4j takes no token that is bound to a key" }];
  },
};
