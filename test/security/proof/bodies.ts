/** Inputs of a resource of the Okta provider. */
export type Inputs = Readonly<Record<string, unknown>>;

/** How an app proves itself; the provider's default where it does not say. */
export function methodOf({ tokenEndpointAuthMethod }: Inputs): string {
  return String(tokenEndpointAuthMethod ?? "client_secret_basic");
}

/** What the provider sends for an app. */
export function appBody(app: Inputs): object {
  const { label, clientId, type, profile, jwks, jwksUri, redirectUris } = app;
  return {
    name: "oidc_client",
    label,
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: { client_id: clientId, token_endpoint_auth_method: methodOf(app) },
    },
    settings: {
      oauthClient: {
        application_type: type,
        // The provider's own default for a service.
        grant_types: app.grantTypes ?? ["client_credentials"],
        redirect_uris: redirectUris,
        jwks: jwks && { keys: jwks },
        jwks_uri: jwksUri,
      },
    },
    profile: profile && JSON.parse(String(profile)),
  };
}

/** What the provider sends for a claim. */
export function claimBody({ scopes = [], ...claim }: Inputs): object {
  const { name, claimType, valueType, value, status } = claim;
  return { name, claimType, valueType, value, status, conditions: { scopes } };
}

/** What the provider sends for an access policy, but for its priority. */
export function policyBody({ name, description, status, clientWhitelists }: Inputs): object {
  const conditions = { clients: { include: clientWhitelists } };
  return { type: "OAUTH_AUTHORIZATION_POLICY", name, description, status, conditions };
}

/** What the provider sends for a rule, but for its priority. */
export function ruleBody({ name, status, accessTokenLifetimeMinutes, ...rule }: Inputs): object {
  const list = (key: string) => ({ include: rule[key] ?? [] });
  return {
    type: "RESOURCE_ACCESS",
    name,
    status,
    conditions: {
      people: { users: list("userWhitelists"), groups: list("groupWhitelists") },
      grantTypes: list("grantTypeWhitelists"),
      scopes: list("scopeWhitelists"),
    },
    actions: { token: { accessTokenLifetimeMinutes } },
  };
}
