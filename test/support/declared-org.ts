import type { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import type { AccessAccount, AccessContract } from "../../access/contract.ts";
import { effectiveRoles } from "../../access/effective-access.ts";
import { issuerEndpoints } from "../../access/oidc-settings.ts";

const SCOPE = "neo4j_groups";
const SERVER = "/api/v1/authorizationServers/default";

export interface WorldAccount {
  name: string;
  groups: string[];
  credential?: AccessAccount["credential"];
  disabled?: boolean;
  /** Public keys of a `private_key_jwt` account. */
  jwks?: { keys: object[] };
}

/** Calls the management API of an emulator; anything but 2xx is an error. */
export async function manage(
  okta: OktaEmulator,
  method: string,
  path: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: Okta's answers are read by the caller
): Promise<any> {
  const response = await fetch(`${okta.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${okta.accessToken}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** The body of a service account's app; `changes` go into its OAuth settings. */
export function appBody(account: WorldAccount, changes: object = {}): object {
  return {
    name: "oidc_client",
    label: account.name,
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: {
        client_id: account.name,
        token_endpoint_auth_method: account.credential ?? "client_secret_basic",
      },
    },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
        ...(account.jwks ? { jwks: account.jwks } : {}),
        ...changes,
      },
    },
    profile: { neo4j_groups: account.groups },
  };
}

/** Sets the org up as the stack does. @returns the client secrets by account */
export async function declare(
  okta: OktaEmulator,
  accounts: readonly WorldAccount[],
): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const account of accounts) {
    const activate = account.disabled !== true;
    const app = await manage(okta, "POST", `/api/v1/apps?activate=${activate}`, appBody(account));
    const secret = app.credentials.oauthClient.client_secret;
    if (account.credential !== "private_key_jwt") secrets[account.name] = secret;
  }
  await manage(okta, "POST", `${SERVER}/scopes`, { name: SCOPE, metadataPublish: "NO_CLIENTS" });
  await manage(okta, "POST", `${SERVER}/claims`, {
    name: "groups",
    status: "ACTIVE",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "app.profile.neo4j_groups",
    conditions: { scopes: [SCOPE] },
    alwaysIncludeInToken: true,
  });
  const policy = await manage(okta, "POST", `${SERVER}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "neo4j",
    description: "Service accounts of Neo4j",
    status: "ACTIVE",
    conditions: { clients: { include: accounts.map(({ name }) => name) } },
  });
  await manage(okta, "POST", `${SERVER}/policies/${policy.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "neo4j",
    conditions: {
      people: { users: {}, groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: [SCOPE] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });
  return secrets;
}

/** The contract that the stack would have as its output. */
export function contractOf(
  okta: OktaEmulator,
  accounts: readonly WorldAccount[],
  groups: Record<string, string[]>,
): AccessContract {
  const issuer = `${okta.url}/oauth2/default`;
  return {
    version: 1,
    sharedServer: false,
    issuer,
    ...issuerEndpoints(issuer),
    audience: "api://default",
    scope: SCOPE,
    groupsClaim: "groups",
    usernameClaim: "sub",
    tokenLifetimeMinutes: 60,
    groups,
    accounts: accounts.map(({ name, credential, disabled, ...account }) => ({
      name,
      clientId: name,
      credential: credential ?? "client_secret_basic",
      groups: account.groups.toSorted(),
      roles: effectiveRoles(account.groups, groups),
      disabled: disabled ?? false,
    })),
    neo4j: {
      providerId: "okta-backend",
      namespace: "neo4j",
      release: "neo4j",
      boltUri: "",
      httpUri: "",
      nativeLogin: true,
    },
  };
}
