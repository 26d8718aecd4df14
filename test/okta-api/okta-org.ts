import { OktaApi } from "../../okta-api/client.ts";

const SERVER = {
  id: "default",
  name: "default",
  status: "ACTIVE",
  audiences: ["api://default"],
  issuer: "https://example.okta.com/oauth2/default",
};
/** The app of the account that tests prove. */
export const APP = {
  id: "0oa1",
  label: "dashboard",
  status: "ACTIVE",
  profile: { neo4j_groups: ["neo4j_reader"] },
  credentials: {
    oauthClient: { client_id: "dashboard", token_endpoint_auth_method: "client_secret_basic" },
  },
  settings: { oauthClient: {} },
};
/** Lists that account's client. */
export const POLICY = {
  id: "p1",
  name: "neo4j",
  status: "ACTIVE",
  conditions: { clients: { include: ["dashboard"] } },
};
/** Grants that client the stack's scope. */
export const RULE = {
  id: "0pr1",
  name: "neo4j",
  status: "ACTIVE",
  actions: { token: { accessTokenLifetimeMinutes: 60 } },
  conditions: {
    grantTypes: { include: ["client_credentials"] },
    scopes: { include: ["neo4j_groups"] },
  },
};
/** The stack's groups claim. */
export const CLAIM = {
  id: "ocl1",
  name: "groups",
  status: "ACTIVE",
  claimType: "RESOURCE",
  valueType: "EXPRESSION",
  value: "app.profile.neo4j_groups",
  conditions: { scopes: ["neo4j_groups"] },
};

/** An org with these objects, by what follows the last `/` of their list's path. */
export function org(lists: Record<string, object[]>) {
  const objects: Record<string, object[]> = {
    apps: [APP],
    authorizationServers: [SERVER],
    policies: [POLICY],
    rules: [RULE],
    claims: [CLAIM],
    scopes: [{ id: "scp1", name: "neo4j_groups" }],
    ...lists,
  };
  return new OktaApi({
    orgUrl: "https://example.okta.com",
    authorization: "SSWS 00abc",
    fetch: async (url) =>
      Response.json(objects[new URL(String(url)).pathname.split("/").at(-1) ?? ""]),
  });
}
