import { productionSettings, validSettings } from "../../../support/settings.ts";
import { Refusals } from "./refusals.ts";

const refused = new Refusals();

const ABAC = { "dbms.security.abac.authorization_providers": "oidc-okta-backend" };
const CALENDAR = { license: "eval", chart: { version: "2026.6.0" }, config: ABAC };
const USER = { name: "jake", auth: { "oidc-okta-backend": "jake-id" } };
const RULE = { name: "sales", condition: "true", roles: ["reader"] };

function withDatabase(database: Record<string, unknown>, changes: Record<string, unknown> = {}) {
  return validSettings({ database, ...changes });
}

refused.add(
  "role-name",
  "database.roles[0].name",
  'is "sales-team"',
  withDatabase({ roles: [{ name: "sales-team" }] }),
);
refused.add(
  "custom-role",
  "database.roles[0].name",
  'is "reader", a built-in role',
  withDatabase({ roles: [{ name: "reader" }] }),
);
refused.add(
  "custom-role",
  "database.roles[0].name",
  'is "auditor", which customRoles lists as made elsewhere',
  withDatabase(
    { roles: [{ name: "auditor" }] },
    { groups: { neo4j_reader: ["auditor"] }, customRoles: ["auditor"] },
  ),
);
refused.add(
  "duplicate",
  "database.roles[1].name",
  'repeats the role "auditor"',
  withDatabase({ roles: [{ name: "auditor" }, { name: "auditor" }] }),
);
refused.add(
  "look-alike",
  "database.roles[0].name",
  'looks like "admin"',
  withDatabase({ roles: [{ name: "Admin" }] }),
);
refused.add(
  "privilege",
  "database.roles[0].privileges[1]",
  "holds a semicolon",
  withDatabase({
    roles: [
      {
        name: "auditor",
        privileges: ["GRANT WRITE ON GRAPH *", "GRANT WRITE ON GRAPH *; DROP USER neo4j"],
      },
    ],
  }),
);
refused.add(
  "privilege",
  "database.roles[0].privileges[0]",
  'goes on with "TO"',
  withDatabase({ roles: [{ name: "auditor", privileges: ["GRANT WRITE ON GRAPH * TO PUBLIC"] }] }),
);
refused.add(
  "user-name",
  "database.users[0].name",
  'is "jake:admin"',
  withDatabase({ users: [{ ...USER, name: "jake:admin" }] }),
);
refused.add(
  "user-name",
  "database.users[0].name",
  'is "neo4j\\\\u0060//"',
  withDatabase({ users: [{ ...USER, name: "neo4j\\u0060//" }] }),
);
refused.add(
  "user-id",
  "database.users[0].auth.oidc-okta-backend",
  "holds a Unicode escape, which could end the text in the statement",
  withDatabase({ users: [{ name: "jake", auth: { "oidc-okta-backend": "a\\u0027}" } }] }),
);
refused.add(
  "role-name",
  "database.users[0].roles[0]",
  '"reader\\\\u0060admin" holds a backtick or a backslash, which no role of Neo4j has',
  withDatabase(
    { users: [{ ...USER, roles: ["reader\\u0060admin"] }] },
    { customRoles: ["reader\\u0060admin"] },
  ),
);
refused.add(
  "break-glass-user",
  "database.users[0].name",
  'is "neo4j", the break-glass user, whose password this stack keeps',
  withDatabase({ users: [{ ...USER, name: "neo4j" }] }),
);
refused.add(
  "duplicate",
  "database.users[1].name",
  'repeats the user "jake"',
  withDatabase({ users: [USER, { ...USER, auth: { "oidc-okta-backend": "other" } }] }),
);
refused.add(
  "user-without-login",
  "database.users[0]",
  'gives "jake" no way to log in',
  withDatabase({ users: [{ name: "jake" }] }),
);
refused.add(
  "user-provider",
  "database.users[0].auth.oidc-google",
  "is no provider of this stack",
  withDatabase({ users: [{ name: "jake", auth: { "oidc-google": "1" } }] }),
);
refused.add(
  "user-id",
  "database.users[0].auth.oidc-okta-backend",
  "is not one line without blanks at its ends",
  withDatabase({ users: [{ name: "jake", auth: { "oidc-okta-backend": " 1" } }] }),
);
refused.add(
  "duplicate-user-id",
  "database.users[1].auth.oidc-okta-backend",
  'is an id that "jake" has already',
  withDatabase({ users: [USER, { ...USER, name: "joe" }] }),
);
refused.add(
  "unknown-role",
  "database.users[0].roles[0]",
  'is "auditor", which is no built-in role',
  withDatabase({ users: [{ ...USER, roles: ["auditor"] }] }),
);
refused.add(
  "database-name",
  "database.users[0].homeDatabase",
  'is "my db"',
  withDatabase({ users: [{ ...USER, homeDatabase: "my db" }] }),
);
refused.add(
  "reserved-key",
  "database.users[0].auth.__proto__",
  "is a name that the program cannot hold",
  withDatabase({
    users: [{ ...USER, auth: JSON.parse('{"oidc-okta-backend": "1", "__proto__": "2"}') }],
  }),
);
refused.add(
  "account-without-user",
  "accounts[0]",
  "has no local user of its name, and database.requireLocalUser lets nobody else in",
  withDatabase({
    requireLocalUser: true,
    users: [{ name: "jake", auth: { "oidc-okta-backend": "etl-loader" } }],
  }),
);
refused.add(
  "account-user-roles",
  "database.users[0].roles",
  'give the account "etl-loader" roles beside those of its groups',
  withDatabase({ users: [{ name: "etl-loader", password: "permanent", roles: ["editor"] }] }),
);
refused.add(
  "local-user-chart",
  "database",
  "gives users providers, which Neo4j 5.23.0 does not have",
  withDatabase({ users: [USER] }, { neo4j: { license: "yes", chart: { version: "5.23.0" } } }),
);
refused.add(
  "auth-rule-chart",
  "database.authRules",
  "are unknown to Neo4j 2026.2.0",
  withDatabase(
    { authRules: [RULE] },
    { neo4j: { ...CALENDAR, chart: { version: "2026.2.0" }, config: {} } },
  ),
);
refused.add(
  "auth-rule-providers",
  "database.authRules",
  "would grant nothing, since dbms.security.abac.authorization_providers names no provider",
  withDatabase({ authRules: [RULE] }, { neo4j: { ...CALENDAR, config: {} } }),
);
refused.add(
  "auth-rule-name",
  "database.authRules[0].name",
  'is "a b"',
  withDatabase({ authRules: [{ ...RULE, name: "a b" }] }, { neo4j: CALENDAR }),
);
refused.add(
  "auth-rule-condition",
  "database.authRules[0].condition",
  "holds SET, which begins another clause",
  withDatabase(
    { authRules: [{ ...RULE, condition: "true SET ENABLED true" }] },
    { neo4j: CALENDAR },
  ),
);
refused.add(
  "auth-rule-denial",
  "database.authRules[0].roles[0]",
  'is "auditor", a role with DENY, which Neo4j gives to no auth rule',
  withDatabase(
    {
      roles: [{ name: "auditor", privileges: ["DENY WRITE ON GRAPH *"] }],
      authRules: [{ ...RULE, roles: ["auditor"] }],
    },
    { neo4j: CALENDAR },
  ),
);
refused.add(
  "removed",
  "database.removed.roles[0]",
  'is "reader", which is a built-in role',
  withDatabase({ removed: { roles: ["reader"] } }),
);
refused.add(
  "removed",
  "database.removed.roles[0]",
  'is "auditor", which is a role that a group grants',
  withDatabase(
    { removed: { roles: ["auditor"] } },
    { groups: { neo4j_reader: ["auditor"] }, customRoles: ["auditor"] },
  ),
);
refused.add(
  "removed",
  "database.removed.roles[0]",
  'is "auditor", which is a role that a user or an auth rule gets',
  withDatabase(
    { users: [{ ...USER, roles: ["auditor"] }], removed: { roles: ["auditor"] } },
    { customRoles: ["auditor"] },
  ),
);
refused.add(
  "removed",
  "database.removed.users[1]",
  'is "neo4j", which is the break-glass user',
  withDatabase({ removed: { users: ["old", "neo4j"] } }),
);
refused.add(
  "removed",
  "database.removed.users[0]",
  'is "jake", which is declared too',
  withDatabase({ users: [USER], removed: { users: ["jake"] } }),
);
refused.add(
  "apply-on-up",
  "database.applyOnUp",
  "needs an image with cypher-shell, and a chart by path may run any",
  withDatabase({ applyOnUp: true }, { neo4j: { license: "yes", chart: { path: "./chart" } } }),
);
refused.add(
  "apply-on-up",
  "database.applyOnUp",
  "logs in with the break-glass password, and neo4j.nativeLogin is false",
  withDatabase({ applyOnUp: true }, { neo4j: { license: "eval", nativeLogin: false } }),
);
refused.add(
  "production-admin-role",
  "database.users[0].roles",
  'give "jake" the role admin, in a stack marked production (somebody has the role admin)',
  productionSettings({ database: { users: [{ ...USER, roles: ["admin"] }] } }),
);
refused.add(
  "production-admin-role",
  "database.roles[0].privileges[0]",
  'gives "helper" the rights of an administrator, or a way to them, in a stack marked production (somebody has the role admin)',
  productionSettings({
    database: { roles: [{ name: "helper", privileges: ["GRANT ASSIGN ROLE ON DBMS"] }] },
  }),
);

export default refused.all;
