/** Neo4j's setting that writes the claims of tokens into its log, at level debug. */
export const JWT_CLAIMS_LOG = "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled";

/** True when the settings of Neo4j have the claims of tokens logged. */
export function logsJwtClaims(config: Readonly<Record<string, string>>): boolean {
  return config[JWT_CLAIMS_LOG]?.trim().toLowerCase() === "true";
}
