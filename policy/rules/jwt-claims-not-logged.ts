import { JWT_CLAIMS_LOG, logsJwtClaims } from "../../access/jwt-claims-log.ts";
import type { ResourceRule } from "../rule.ts";
import { ofNeo4j, RELEASE } from "../subject.ts";

export const jwtClaimsNotLogged: ResourceRule = {
  name: "jwt-claims-not-logged",
  description: "Neo4j does not log the claims of tokens.",
  why: "Whoever reads the log learns who may do what, and of which tenants.",
  fix: "remove it",
  level: "advisory",
  production: "mandatory",
  owasp: "NHI2",
  tags: ["AU-9", "SI-11"],
  types: [RELEASE],
  judge: ofNeo4j((release, neo4j) => {
    const value = release.setting(neo4j, JWT_CLAIMS_LOG);
    if (!logsJwtClaims(release.settings(neo4j))) return [];
    const at = `values.config.${JWT_CLAIMS_LOG}`;
    return [{ at, value, reason: "which writes every token's claims into the log" }];
  }),
};
