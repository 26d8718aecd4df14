import type { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { issuerEndpoints } from "../../access/oidc-settings.ts";
import type { ContractSignIn } from "../../access/sign-in/contract.ts";
import { originsOf, redirectUri } from "../../access/sign-in/redirect.ts";
import { OPENID_SCOPES } from "../../access/sign-in/settings.ts";
import { manage } from "./declared-org.ts";

/** What people of the tests sign in with. */
const PASSWORD = "Only-for-the-sandbox-1";
const BROWSER = "http://localhost:7474/browser/";
const AUDIENCE = "api://people";

/** A way to sign in with a server of its own, for the members of `engineers` and `readers`. */
const GROUPS = { engineers: ["publisher"], readers: ["reader"] };

/** Who may sign in, and who not. */
export const PEOPLE = { engineer: "ada@example.com", nobody: "joe@example.com" };

/** Sets the org up as the stack does, with two people. @returns what the stack's contract says of it */
export async function declarePeople(okta: OktaEmulator, id = "okta"): Promise<ContractSignIn> {
  const post = (path: string, body: object) => manage(okta, "POST", path, body);
  const groupIds: string[] = [];
  for (const name of Object.keys(GROUPS)) {
    groupIds.push((await post("/api/v1/groups", { profile: { name } })).id);
  }
  await addPerson(okta, PEOPLE.engineer, groupIds.slice(0, 1));
  await addPerson(okta, PEOPLE.nobody, []);
  const redirectUris = [redirectUri(BROWSER, id)];
  const app = await post("/api/v1/apps", {
    name: "oidc_client",
    label: "Neo4j: Okta (okta)",
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: { token_endpoint_auth_method: "none", pkce_required: true },
    },
    settings: {
      oauthClient: {
        application_type: "browser",
        grant_types: ["authorization_code"],
        response_types: ["code"],
        consent_method: "TRUSTED",
        redirect_uris: redirectUris,
      },
    },
  });
  for (const groupId of groupIds) {
    await manage(okta, "PUT", `/api/v1/apps/${app.id}/groups/${groupId}`, {});
  }
  const clientId: string = app.credentials.oauthClient.client_id;
  const issuer = await declareServer(okta, clientId, groupIds);
  const origins = originsOf([BROWSER]);
  for (const origin of origins) {
    const scopes = [{ type: "CORS" }, { type: "REDIRECT" }];
    await post("/api/v1/trustedOrigins", { name: origin, origin, scopes });
  }
  return {
    id,
    provider: "okta",
    displayName: "Okta",
    tokenType: "access_token",
    issuer,
    discoveryUri: issuerEndpoints(issuer).discoveryUri,
    audience: AUDIENCE,
    clientId,
    scopes: [...OPENID_SCOPES],
    usernameClaim: "sub",
    groupsClaim: "groups",
    groups: GROUPS,
    redirectUris,
    origins,
  };
}

async function addPerson(okta: OktaEmulator, login: string, groupIds: string[]): Promise<void> {
  await manage(okta, "POST", "/api/v1/users?activate=true", {
    profile: { login, email: login, firstName: "Ada", lastName: "Lovelace" },
    credentials: { password: { value: PASSWORD } },
    groupIds,
  });
}

/** @returns the issuer */
async function declareServer(
  okta: OktaEmulator,
  clientId: string,
  groupIds: string[],
): Promise<string> {
  const servers = "/api/v1/authorizationServers";
  const server = await manage(okta, "POST", servers, {
    name: "people",
    description: "People",
    audiences: [AUDIENCE],
  });
  const at = `${servers}/${server.id}`;
  await manage(okta, "POST", `${at}/claims`, {
    name: "groups",
    status: "ACTIVE",
    claimType: "RESOURCE",
    valueType: "GROUPS",
    group_filter_type: "REGEX",
    value: "^(engineers|readers)$",
    conditions: { scopes: ["openid"] },
    alwaysIncludeInToken: true,
  });
  const policy = await manage(okta, "POST", `${at}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "people",
    description: "People",
    status: "ACTIVE",
    conditions: { clients: { include: [clientId] } },
  });
  await manage(okta, "POST", `${at}/policies/${policy.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "authorization code",
    conditions: {
      people: { users: {}, groups: { include: groupIds } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: [...OPENID_SCOPES] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });
  return server.issuer;
}
