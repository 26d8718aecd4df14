import { validSettings } from "../../../support/settings.ts";
import { SIGN_INS, validSignIn, withSignIn } from "../../../support/sign-ins.ts";
import { Refusals } from "./refusals.ts";

const refused = new Refusals();

type Provider = keyof typeof SIGN_INS;

function without(provider: Provider, key: string) {
  const { [key]: _left, ...signIn } = validSignIn(provider);
  return validSettings({ signIns: [signIn] });
}

function add(code: string, key: string, message: string, provider: Provider, changes: object) {
  refused.add(code, `signIns[0].${key}`, message, withSignIn(provider, { ...changes }));
}

add("provider-id", "id", 'is "my.okta"', "okta", { id: "my.okta" });
add("sign-in-name", "displayName", 'is ""', "okta", { displayName: "" });
add("sign-in-flow", "authFlow", 'is "implicit"', "okta", { authFlow: "implicit" });
add("sign-in-browser", "browsers", "is empty", "okta", { browsers: [] });
for (const browser of ["http://neo4j.example.com/browser/", "https://x.example.com/?a=b"]) {
  add("sign-in-browser", "browsers[0]", `is ${JSON.stringify(browser)}`, "okta", {
    browsers: [browser],
  });
}
add("duplicate", "browsers[1]", 'repeats the address "http://localhost:7474/browser/"', "okta", {
  browsers: [...SIGN_INS.okta.browsers, ...SIGN_INS.okta.browsers],
});
add("sign-in-groups", "groups", "is empty, so that nobody could use the app", "okta", {
  groups: {},
});
add("unknown-role", "groups.engineers[0]", 'is "publishr", which is no built-in role', "okta", {
  groups: { engineers: ["publishr"] },
});
add("group-without-role", "groups.engineers", "grants no role", "okta", {
  groups: { engineers: [] },
});
add("group-name", 'groups["a;b"]', 'holds ";", which would break the mapping text', "okta", {
  groups: { "a;b": ["reader"] },
});
add("authorization-server", "authorizationServer", "has both id and name", "okta", {
  authorizationServer: { id: "default", name: "x", audience: "api://x" },
});
add("sign-in-filter", "groupsFilter.regex", 'is "a\\nb"', "okta", {
  groupsFilter: { regex: "a\nb" },
});
add("sign-in-expression", "usernameExpression", 'is ""', "okta", {
  usernameClaim: "userid",
  usernameReason: "Okta's sub of ID tokens is not readable",
  usernameExpression: "",
});
add(
  "username-claim",
  "usernameExpression",
  "is set, and the user name is sub, which Okta fills itself",
  "okta",
  { usernameExpression: "user.login" },
);
add("sign-in-claim", "usernameClaim", 'is "a b"', "okta", { usernameClaim: "a b" });
add(
  "username-reason",
  "usernameClaim",
  'is "email", which can change or be given to another person, and nothing says why it is used',
  "google",
  { usernameClaim: "email" },
);
add("username-reason", "usernameReason", 'is "because"', "google", {
  usernameClaim: "email",
  usernameReason: "because",
});
add("sign-in-key", "tenant", 'is not read for provider "okta"', "okta", {
  tenant: SIGN_INS.entra.tenant,
});
refused.add(
  "missing",
  "signIns[0].apiScope",
  'is missing for provider "entra"',
  without("entra", "apiScope"),
);
refused.add(
  "missing",
  "signIns[0].clientSecret",
  'is missing for provider "google"',
  without("google", "clientSecret"),
);
add("entra-tenant", "tenant", 'is "common"', "entra", { tenant: "common" });
add("entra-scope", "apiScope", 'is "a;b"', "entra", { apiScope: "a;b" });
add(
  "entra-group",
  "groups.engineers",
  `is "engineers", and Entra ID's tokens hold the object ids of groups, not their names`,
  "entra",
  { groups: { engineers: ["reader"] } },
);
add(
  "sign-in-groups",
  "groups",
  "is empty, so that everybody of the tenant could sign in, and do nothing",
  "entra",
  { groups: {} },
);
add(
  "entra-overage",
  "groups",
  "maps 201 groups, and Entra ID leaves all groups out of the token of a person who has over 200",
  "entra",
  {
    groups: Object.fromEntries(
      Array.from({ length: 201 }, (_, index) => [
        `e8b6ddfa-688d-4ace-987d-6cc5516a${String(index).padStart(4, "0")}`,
        ["reader"],
      ]),
    ),
  },
);
add(
  "sign-in-token",
  "tokenType",
  "is access_token, and Google's access tokens are no JSON Web Tokens: Neo4j cannot read them",
  "google",
  { tokenType: "access_token" },
);
add(
  "sign-in-groups",
  "groups",
  "maps groups, and Google puts none into its tokens: nobody would get a role",
  "google",
  { groups: { engineers: ["reader"] } },
);
add("sign-in-client", "clientSecret", "is not of that form", "google", {
  clientSecret: "hunter2;x=1",
});
add("sign-in-client", "clientId", 'is "a b"', "keycloak", { clientId: "a b" });
add("sign-in-issuer", "issuer", 'is "http://sso.example.com"', "keycloak", {
  issuer: "http://sso.example.com",
});
add("sign-in-audience", "audience", 'is "a;b"', "keycloak", { audience: "a;b" });
add("sign-in-scope", "scopes", "does not hold openid", "keycloak", { scopes: ["profile"] });
add("sign-in-scope", "scopes[1]", 'is "a b"', "keycloak", { scopes: ["openid", "a b"] });
add("duplicate", "scopes[1]", 'repeats the scope "openid"', "keycloak", {
  scopes: ["openid", "openid"],
});
add("sign-in-param", "params.nonce", "is set by the program or by Browser itself", "keycloak", {
  params: { nonce: "1" },
});
add(
  "sign-in-param",
  'params[" prompt"]',
  'is " prompt", which Neo4j would not read as the name of a parameter',
  "keycloak",
  { params: { " prompt": "login" } },
);
add("sign-in-param", "params.prompt", 'is "a;b"', "keycloak", { params: { prompt: "a;b" } });
add("sign-in-param", "params.request_uri", "is set by the program or by Browser itself", "okta", {
  params: { request_uri: "https://evil.example.com/request" },
});
add(
  "sign-in-param",
  "tokenParams.client_secret",
  "is set by the program or by Browser itself",
  "keycloak",
  {
    provider: "oidc",
    tokenParams: { client_secret: "hunter2" },
  },
);
add("sign-in-key", "clientSecret", 'is not read for provider "keycloak"', "keycloak", {
  clientSecret: "hunter2",
});
add("sign-in-endpoint", "discoveryUri", 'is "http://sso.example.com/d"', "keycloak", {
  discoveryUri: "http://sso.example.com/d",
});
const ENDPOINTS = {
  authorization: "https://sso.example.com/authorize",
  token: "https://sso.example.com/token",
  jwks: "https://sso.example.com/keys",
};
add("sign-in-endpoint", "endpoints.jwks", 'is "https://sso.example.com:99999/"', "keycloak", {
  endpoints: { ...ENDPOINTS, jwks: "https://sso.example.com:99999/" },
});
add(
  "sign-in-endpoint",
  "discoveryUri",
  "is given beside endpoints, which say all that it would",
  "keycloak",
  { discoveryUri: "https://sso.example.com/d", endpoints: ENDPOINTS },
);
add(
  "sign-in-id",
  "id",
  `is "okta-backend", as is the services' own provider (neo4j.providerId)`,
  "keycloak",
  { id: "okta-backend" },
);
// What Neo4j would run as a command, or read as two audiences.
add("sign-in-name", "displayName", 'is "$(id)"', "keycloak", { displayName: "$(id)" });
add("sign-in-audience", "audience", 'is "$(id)"', "keycloak", { audience: "$(id)" });
add("sign-in-audience", "audience", 'is "a,account"', "keycloak", { audience: "a,account" });
add("sign-in-client", "clientId", 'is "$(id)"', "keycloak", { clientId: "$(id)" });
add("sign-in-browser", "browsers[0]", 'is "https://a.example.com:99999/"', "okta", {
  browsers: ["https://a.example.com:99999/"],
});
add("sign-in-filter", "groupsFilter", "has both startsWith and regex", "okta", {
  groupsFilter: { startsWith: "a", regex: "a" },
});
add("sign-in-filter", "groupsFilter", "says nothing", "okta", { groupsFilter: {} });
add("username-claim", "usernameClaim", 'is "groups", the claim that carries the groups', "okta", {
  usernameClaim: "groups",
  usernameReason: "nobody would choose it",
});

for (const issuer of ["https://sso.example.com/r?x=1", "https://sso.example.com/$(id)"]) {
  add("sign-in-issuer", "issuer", `is ${JSON.stringify(issuer)}`, "keycloak", { issuer });
}
add("sign-in-claim", "groupsClaim", 'is "aud", which Okta fills itself', "okta", {
  groupsClaim: "aud",
});
add("sign-in-claim", "usernameClaim", 'is "iss", which Okta fills itself', "okta", {
  usernameClaim: "iss",
  usernameReason: "nobody would choose it",
  usernameExpression: "user.login",
});
export default refused.all;
