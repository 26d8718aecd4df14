import { productionSettings, validSettings } from "../../../support/settings.ts";
import { validSignIn, withSignIn } from "../../../support/sign-ins.ts";
import { Refusals } from "./refusals.ts";

/** A sign-in beside other ones, the services, the database, or in production. */
const refused = new Refusals();

refused.add(
  "sign-in-id",
  "signIns[1].id",
  'is "keycloak", as is signIns[0]',
  validSettings({
    signIns: [validSignIn("keycloak"), validSignIn("keycloak", { clientId: "b", audience: "b" })],
  }),
);
refused.add(
  "sign-in-trust",
  "signIns[0]",
  "would take the tokens of the services' provider, and the other way round: they have one issuer and one audience",
  withSignIn("okta", { authorizationServer: { id: "default", audience: "api://default" } }),
);
refused.add(
  "sign-in-trust",
  "signIns[1]",
  "would take the tokens of signIns[0], and the other way round: they have one issuer and one audience",
  validSettings({ signIns: [validSignIn("keycloak"), validSignIn("keycloak", { id: "twin" })] }),
);
refused.add(
  "config-derived",
  'neo4j.config["dbms.security.oidc.keycloak.auth_flow"]',
  "is derived by the program from the sign-in of this id",
  validSettings({
    signIns: [validSignIn("keycloak")],
    neo4j: { license: "eval", config: { "dbms.security.oidc.keycloak.auth_flow": "implicit" } },
  }),
);
refused.add(
  "production-admin-role",
  "signIns[0].groups.engineers",
  "grants the role admin to everybody in the group, in a stack marked production (somebody has the role admin)",
  productionSettings({ signIns: [validSignIn("okta", { groups: { engineers: ["admin"] } })] }),
);
refused.add(
  "sign-in-trust",
  "signIns[0]",
  "would take the tokens of the services' provider, and the other way round: they have one issuer and one audience",
  withSignIn("keycloak", {
    provider: "oidc",
    issuer: "https://example.okta.com/oauth2/default",
    audience: "api://default",
  }),
);
refused.add(
  "sign-in-trust",
  "signIns[0]",
  "would take the tokens of the services' provider, and the other way round: they have one issuer and one audience",
  withSignIn("okta", { authorizationServer: { id: "aus12345678", audience: "api://default" } }),
);
const { authorizationServer: _own, ...shared } = validSignIn("okta");
const ID_TOKEN = { ...shared, tokenType: "id_token" };
refused.add(
  "sign-in-claim",
  "signIns[1].groupsClaim",
  'is "groups", a claim that signIns[0] makes on the same server',
  validSettings({ signIns: [ID_TOKEN, { ...ID_TOKEN, id: "again" }] }),
);
refused.add(
  "server-name",
  "signIns[1].authorizationServer.name",
  'is "neo4j-people", the name of the server of signIns[0]',
  validSettings({
    signIns: [
      validSignIn("okta"),
      validSignIn("okta", {
        id: "again",
        groupsClaim: "people",
        authorizationServer: { name: "neo4j-people", audience: "api://again" },
      }),
    ],
  }),
);
refused.add(
  "removed",
  "database.removed.roles[0]",
  'is "auditor", which is a role that a group grants',
  validSettings({
    customRoles: ["auditor"],
    signIns: [validSignIn("keycloak", { groups: { data: ["auditor"] } })],
    database: { removed: { roles: ["auditor"] } },
  }),
);
refused.add(
  "production-native-names",
  "signIns[0].usernameClaim",
  "is \"preferred_username\": who gets to be called neo4j there has that native user's roles, in a stack marked production (a person can be called as a native user is, and have that user's roles)",
  productionSettings({
    signIns: [
      validSignIn("keycloak", {
        usernameClaim: "preferred_username",
        usernameReason: "readable names in the query log",
      }),
    ],
  }),
);

export default refused.all;
