/** Families of Okta's API scopes that come as `.manage` and `.read`. */
const FAMILIES = [
  ...["linkedObjects", "profileMappings", "userTypes", "appGrants", "policies", "groups"],
  ...["inlineHooks", "eventHooks", "apps", "accessRequests.tasks", "schemas", "idps", "factors"],
  ...["riskProviders", "roles", "orgs", "domains", "brands", "sessions", "templates"],
  ...["trustedOrigins", "threatInsights", "behaviors", "networkZones", "agentPools", "features"],
  ...["certificateAuthorities", "principalRateLimits", "rateLimits", "apiTokens"],
  ...["personal.adminSettings", "authorizationServers"],
];

const OTHERS = [
  ...["users.manage", "users.manage.self", "users.read", "users.read.self"],
  ...["clients.manage", "clients.register", "clients.read", "events.read", "logs.read"],
  ...["governance.assignmentCandidates.read", "reports.read"],
  ...["directories.manage", "directories.groups.manage"],
];

/** The API scopes that the org authorization server names in its OAuth metadata. */
export const API_SCOPES: readonly string[] = [
  ...OTHERS,
  ...FAMILIES.flatMap((family) => [`${family}.manage`, `${family}.read`]),
].map((name) => `okta.${name}`);
