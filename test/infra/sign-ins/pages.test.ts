import { describe, expect, test } from "vitest";
import { parseRoleMapping } from "../../../access/role-mapping.ts";
import { recordProgram, stackSettings } from "../../support/stack.ts";
import { configOf } from "./config.ts";

const recording = await recordProgram(stackSettings("people"), { stack: "people" });
const config = configOf(recording.resources);
const alone = await recordProgram(stackSettings("people-alone"), { stack: "people-alone" });

/**
 * What Neo4j's pages on single sign-on write into neo4j.conf, without the provider's id. Client ids and
 * hosts of Okta are those of the recorded org.
 */
const PAGES: [string, string, string][] = [
  [
    "Okta, access token",
    "okta",
    `display_name=Okta
auth_flow=pkce
well_known_discovery_uri=https://example.okta.com/oauth2/default/.well-known/openid-configuration
audience=api://default
claims.username=sub
claims.groups=groups
params=client_id=0oa-okta-app;response_type=code;scope=openid profile email;prompt=login
authorization.group_to_role_mapping="engineers" = admin;"collaborators" = reader`,
  ],
  [
    "Entra ID, access token",
    "azure",
    `config=principal=unique_name;code_challenge_method=S256;token_type_principal=access_token;token_type_authentication=access_token
issuer=https://sts.windows.net/54e85725-ed2a-49a4-a19e-11c8d29f9a0f/
params=client_id=4376dc8b-b5af-424f-9ada-c1c1b2d416b9;response_type=code;scope=openid profile email api://4376dc8b-b5af-424f-9ada-c1c1b2d416b9/access-token
claims.groups=groups
authorization.group_to_role_mapping="e8b6ddfa-688d-4ace-987d-6cc5516af188" = admin;"9e2a31e1-bdd1-47fe-844d-767502bd138d" = reader`,
  ],
  [
    "Entra ID, ID token, app roles",
    "azure-id",
    `display_name=Azure
auth_flow=pkce
audience=c2830ff5-86d9-4e38-8a2b-9efad6f3d06d
params=client_id=c2830ff5-86d9-4e38-8a2b-9efad6f3d06d;response_type=code;scope=openid profile email
well_known_discovery_uri=https://login.microsoftonline.com/ce976899-299d-4a01-91e5-a5fee8f98626/v2.0/.well-known/openid-configuration
claims.username=sub
claims.groups=roles
config=token_type_principal=id_token;token_type_authentication=id_token
authorization.group_to_role_mapping="managers" = admin;"engineers" = reader`,
  ],
  [
    "Google",
    "google",
    `display_name=Google
auth_flow=pkce
well_known_discovery_uri=https://accounts.google.com/.well-known/openid-configuration
audience=345461137297-v9brpjmgbvbm3d5s9fq65tktevosd3rn.apps.googleusercontent.com
claims.username=email
params=client_id=345461137297-v9brpjmgbvbm3d5s9fq65tktevosd3rn.apps.googleusercontent.com;response_type=code;scope=openid profile email
token_params=client_secret=GOCSPX-not-a-secret
config=token_type_principal=id_token;token_type_authentication=id_token`,
  ],
  [
    "Keycloak",
    "keycloak-oidc",
    `auth_flow=pkce
well_known_discovery_uri=https://sso.example.com/realms/myrealm/.well-known/openid-configuration
params=client_id=account;response_type=code;scope=openid groups;kc_idp_hint=staff
token_params=param_p=x
config=principal=preferred_username;code_challenge_method=S256;token_type_principal=access_token;token_type_authentication=access_token`,
  ],
  [
    "endpoints instead of a discovery document",
    "other",
    `auth_endpoint=https://login.partner.example.com/authorize
token_endpoint=https://login.partner.example.com/token
jwks_uri=https://login.partner.example.com/keys
issuer=https://login.partner.example.com/
params=client_id=neo4j;response_type=code;scope=openid profile email;prompt=select_account
token_params=client_secret=not-a-secret`,
  ],
];

const ALONE: (typeof PAGES)[number] = [
  "Okta, ID token",
  "okta",
  `display_name=Okta
auth_flow=pkce
well_known_discovery_uri=https://example.okta.com/oauth2/default/.well-known/openid-configuration
audience=0oa-okta-app
claims.username=userid
claims.groups=groups
params=client_id=0oa-okta-app;response_type=code;scope=openid profile email
authorization.group_to_role_mapping="admin_group" = admin;
config=token_type_principal=id_token;token_type_authentication=id_token`,
];

describe.each([
  ...PAGES.map((page) => [config, ...page] as const),
  [configOf(alone.resources), ...ALONE] as const,
])("the settings of Neo4j's page: %$ %s", (settings, _page, id, text) => {
  test.each(text.split("\n").map((line) => line.split(/=(.*)/s)))(
    "%s=%s",
    (key = "", value = "") => {
      const set = String(settings[`dbms.security.oidc.${id}.${key}`]);
      // Maps are compared as maps; `config` has what Browser would take anyway, too.
      if (key === "config")
        expect(set.split(";")).toEqual(expect.arrayContaining(value.split(";")));
      else if (key !== "authorization.group_to_role_mapping") expect(set).toBe(value);
      else expect(parseRoleMapping(set)).toEqual(parseRoleMapping(value.replace(/;$/, "")));
    },
  );
});

test("with endpoints Neo4j asks for no discovery document", () => {
  expect(config).not.toHaveProperty(["dbms.security.oidc.other.well_known_discovery_uri"]);
});

test("people come after the services, in the order of the settings; native grants roles where no token does", () => {
  const people = ["okta", "okta-id", "azure", "azure-id", "google", "keycloak-oidc", "other"];
  const providers = ["okta-backend", ...people].map((id) => `oidc-${id}`).join(",");
  expect(config["dbms.security.authentication_providers"]).toBe(providers);
  expect(config["dbms.security.authorization_providers"]).toBe(`${providers},native`);
});
