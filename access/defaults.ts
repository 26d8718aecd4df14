const groupsAttribute = "neo4j_groups";

/** What both halves of the trust are called unless a stack says otherwise. */
export const DEFAULTS = {
  /** Id of the OIDC provider in Neo4j, without `oidc-`. */
  providerId: "okta-backend",
  /** The one scope that service accounts ask for. */
  scope: "neo4j_groups",
  /** The claim that carries the groups. */
  claim: "groups",
  /** The attribute of an app's profile that holds its groups. */
  groupsAttribute,
  /** The claim's value: it reads the app's profile, since a service has no user at Okta. */
  claimExpression: `app.profile.${groupsAttribute}`,
  /** Lifetime of access tokens, in minutes. */
  tokenLifetimeMinutes: 60,
} as const;
