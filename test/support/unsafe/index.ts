import * as kubernetes from "@pulumi/kubernetes";
import * as okta from "@pulumi/okta";

/** Known in a preview, as nobody has to make it. */
const SECRET = "chosen-by-a-person";

const server = new okta.auth.Server("server", { name: "unsafe", audiences: ["api://unsafe"] });
const authServerId = server.id;

new okta.app.OAuth("loader", {
  label: "loader",
  type: "service",
  clientId: "unsafe-loader",
  grantTypes: ["client_credentials", "implicit"],
  responseTypes: ["token"],
  redirectUris: ["http://loader.example.com/callback"],
  profile: JSON.stringify({ neo4j_groups: ["unmapped"] }),
  adminNote: "Expires: 2020-01-01.",
  tokenEndpointAuthMethod: "client_secret_basic",
  clientBasicSecret: SECRET,
  jwks: [{ kid: "weak", kty: "RSA", n: "AQAB", e: "AQAB" }],
});

new okta.auth.ServerScope("scope", { authServerId, name: "neo4j_groups" });
const claim = { authServerId, claimType: "RESOURCE" };
new okta.auth.ServerClaim("groups", {
  ...claim,
  name: "groups",
  value: "app.profile.neo4j_groups",
  scopes: ["neo4j_groups"],
});
new okta.auth.ServerClaim("unbound", { ...claim, name: "team", value: "appuser.team" });

const clients = new okta.auth.ServerPolicy("clients", {
  authServerId,
  description: "Some clients",
  priority: 1,
  clientWhitelists: ["unsafe-loader", "stranger-client"],
});
new okta.auth.ServerPolicyRule("long", {
  authServerId,
  policyId: clients.id,
  priority: 1,
  grantTypeWhitelists: ["client_credentials"],
  scopeWhitelists: ["neo4j_groups", "undeclared"],
  accessTokenLifetimeMinutes: 600,
});
const everybody = new okta.auth.ServerPolicy("everybody", {
  authServerId,
  description: "Every client",
  priority: 2,
  clientWhitelists: ["ALL_CLIENTS"],
});
new okta.auth.ServerPolicyRule("anything", {
  authServerId,
  policyId: everybody.id,
  priority: 1,
  grantTypeWhitelists: ["client_credentials"],
  scopeWhitelists: ["*"],
});

new kubernetes.core.v1.ConfigMap("settings", {
  metadata: { name: "settings", namespace: "default" },
  data: { OKTA_CLIENT_SECRET: SECRET },
});

/** A database that takes the server's tokens, or nearly. */
function database(name: string, audience: string) {
  const oidc = "dbms.security.oidc.okta";
  new kubernetes.helm.v3.Release(name, {
    name,
    namespace: "default",
    chart: "neo4j",
    repositoryOpts: { repo: "https://helm.neo4j.com/neo4j" },
    values: {
      neo4j: { name, edition: "enterprise", password: SECRET },
      services: { neo4j: { enabled: true } },
      config: {
        "dbms.security.authentication_providers": "oidc-okta",
        "dbms.security.authorization_providers": "oidc-okta",
        "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": "true",
        [`${oidc}.issuer`]: server.issuer,
        [`${oidc}.audience`]: audience,
        [`${oidc}.claims.groups`]: "groups",
        [`${oidc}.authorization.group_to_role_mapping`]: '"boss"=admin',
      },
    },
  });
}

database("right", "api://unsafe");
database("wrong", "api://other");
