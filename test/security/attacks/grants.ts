import { type Attack, inProduction } from "./attack.ts";

const PEOPLE = "dbms.security.oidc.people";
const MAPPING = "authorization.group_to_role_mapping";

/** A further provider of OpenID Connect, with settings of its own. */
function people(settings: Record<string, string>) {
  const all = {
    audience: "0oa1",
    well_known_discovery_uri: "https://example.okta.com/.well-known/openid-configuration",
    ...settings,
  };
  const config = Object.entries(all).map(([name, value]) => [`${PEOPLE}.${name}`, value]);
  return { otherProviders: ["oidc-people"], config: Object.fromEntries(config) };
}

const at = (name: string) => `config[${JSON.stringify(name)}]`;

const TAKES_OURS =
  'holds "api://default", the audience of this stack\'s tokens, which this provider would map by itself';
const RULE = "another provider accepts this stack's tokens";
const ADMIN = "somebody has the role admin";

/** Roles that nobody declared. */
export const GRANTS: Attack[] = [
  inProduction(
    "the role admin by the mapping of another provider",
    "admin-role",
    at(`${PEOPLE}.${MAPPING}`),
    `grants the role admin, in a stack marked production (${ADMIN})`,
    people({ [MAPPING]: "dba = reader, 'admin' ; x=editor" }),
  ),
  inProduction(
    "the role admin by the mapping of LDAP",
    "admin-role",
    at(`dbms.security.ldap.${MAPPING}`),
    `grants the role admin, in a stack marked production (${ADMIN})`,
    {
      otherProviders: ["ldap"],
      config: { [`dbms.security.ldap.${MAPPING}`]: '"cn=dba,dc=example"=admin' },
    },
  ),
  inProduction(
    "the role admin by a group of that name, as nothing is mapped",
    "admin-role",
    at(`${PEOPLE}.${MAPPING}`),
    `is missing, so that a group called admin grants the role admin, in a stack marked production (${ADMIN})`,
    people({ "claims.groups": "groups" }),
  ),
  inProduction(
    "the role admin by a group from the user info, as nothing is mapped",
    "admin-role",
    at(`${PEOPLE}.${MAPPING}`),
    `is missing, so that a group called admin grants the role admin, in a stack marked production (${ADMIN})`,
    people({ get_groups_from_user_info: "true", [MAPPING]: "" }),
  ),
  inProduction(
    "the role admin by a group of LDAP, as nothing is mapped",
    "admin-role",
    at(`dbms.security.ldap.${MAPPING}`),
    `is missing, so that a group called admin grants the role admin, in a stack marked production (${ADMIN})`,
    { otherProviders: ["ldap"] },
  ),
  ...[
    ["a second mapping of our tokens", { audience: "0oa1, api://default" }],
    [
      "a second mapping of our tokens by the issuer",
      { audience: "api://default", issuer: "https://example.okta.com/oauth2/default" },
    ],
    [
      "a second mapping of our tokens by the other name of the default server",
      {
        audience: "api://default",
        well_known_discovery_uri:
          "https://example.okta.com/oauth2/aus1234567890/.well-known/openid-configuration",
      },
    ],
  ].map(([gain, settings]) =>
    inProduction(
      gain as string,
      "other-provider",
      at(`${PEOPLE}.audience`),
      `${TAKES_OURS}, in a stack marked production (${RULE})`,
      people({
        well_known_discovery_uri: "https://example.okta.com/oauth2/default/.well-known/x",
        ...(settings as Record<string, string>),
      }),
    ),
  ),
  inProduction(
    "a second mapping of the tokens of a server that is still to be created",
    "other-provider",
    at(`${PEOPLE}.audience`),
    `${TAKES_OURS}, in a stack marked production (${RULE})`,
    people({
      audience: "api://default",
      well_known_discovery_uri: "https://example.okta.com/oauth2/aus1234567890/.well-known/x",
    }),
    { authorizationServer: { name: "neo4j", audience: "api://default" } },
  ),
  inProduction(
    "roles by rules in the database",
    "auth-rules",
    at("dbms.security.abac.authorization_providers"),
    "lets rules in the database give the accounts roles that no group grants, in a stack marked production (rules in the database can give our tokens further roles)",
    {
      chart: { version: "2026.6.0" },
      config: { "dbms.security.abac.authorization_providers": "oidc-okta-backend" },
    },
  ),
  inProduction(
    "any role by a statement at every start",
    "apoc-initializer",
    'values.apoc_config["apoc.initializer.system.1"]',
    "runs statements as an administrator, who can grant any role, in a stack marked production (statements run as an administrator at every start)",
    { values: { apoc_config: { "apoc.initializer.system.1": "GRANT ROLE admin TO someone" } } },
  ),
];
