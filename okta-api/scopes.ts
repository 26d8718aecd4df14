/** API scopes for what `OktaApi` reads. */
export const READ_SCOPES = {
  /** Apps, authorization servers and what is on them. */
  services: ["okta.apps.read", "okta.authorizationServers.read"],
  /** Groups and Trusted Origins. */
  people: ["okta.groups.read", "okta.trustedOrigins.read"],
  /** One person, and the groups of that person. */
  person: ["okta.users.read", "okta.groups.read"],
} as const satisfies Record<string, readonly string[]>;
