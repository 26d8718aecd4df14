import type { OktaEmulator } from "../okta/emulator.ts";

/** What tells one kind of client from another in the body of its app. */
export interface ClientKind {
  /** Into `credentials.oauthClient`. */
  readonly credentials: Readonly<Record<string, unknown>>;
  /** Into `settings.oauthClient`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Declares a service app on an emulated org through its management API, with a policy of its own on
 * the default server; the first one of an org brings the scope `neo4j_groups` and the claim `groups`.
 */
export async function declareServiceAccount(
  okta: OktaEmulator,
  clientId: string,
  { credentials, settings }: ClientKind,
): Promise<void> {
  const server = "authorizationServers/default";
  const scopes = await call<{ name: string }[]>(okta, "GET", `${server}/scopes`);
  if (!scopes.some(({ name }) => name === "neo4j_groups")) {
    await call(okta, "POST", `${server}/scopes`, { name: "neo4j_groups" });
    await call(okta, "POST", `${server}/claims`, groupsClaim);
  }
  await call(okta, "POST", "apps", {
    name: "oidc_client",
    label: clientId,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { client_id: clientId, ...credentials } },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
        ...settings,
      },
    },
    profile: { neo4j_groups: ["neo4j_publisher"] },
  });
  const policy = await call<{ id: string }>(okta, "POST", `${server}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: clientId,
    description: "Service account of a benchmark",
    status: "ACTIVE",
    priority: 1,
    conditions: { clients: { include: [clientId] } },
  });
  await call(okta, "POST", `${server}/policies/${policy.id}/rules`, rule);
}

const groupsClaim = {
  name: "groups",
  claimType: "RESOURCE",
  valueType: "EXPRESSION",
  value: "app.profile.neo4j_groups",
  conditions: { scopes: ["neo4j_groups"] },
};

const rule = {
  type: "RESOURCE_ACCESS",
  name: "client credentials",
  status: "ACTIVE",
  priority: 1,
  conditions: {
    grantTypes: { include: ["client_credentials"] },
    people: { users: {}, groups: {} },
    scopes: { include: ["neo4j_groups"] },
  },
  actions: { token: { accessTokenLifetimeMinutes: 60 } },
};

async function call<T>(
  okta: OktaEmulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${okta.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${okta.accessToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  }
  return (await response.json()) as T;
}
