import { publicJwk, validAccount, validSettings } from "../../support/settings.ts";

/** Settings with one fault: the code, the path and the sentence that the refusal must give. */
export interface Refused {
  code: string;
  path: string;
  message: string;
  settings: unknown;
}

const refused: Refused[] = [];

function add(code: string, path: string, message: string, settings: unknown): void {
  refused.push({
    code,
    path: path === "" ? "neo4j-okta:" : `neo4j-okta:${path}`,
    message,
    settings,
  });
}

const account = (changes: Record<string, unknown>) =>
  validSettings({ accounts: [validAccount(changes)] });
const server = (changes: Record<string, unknown>) =>
  validSettings({ authorizationServer: { audience: "api://default", ...changes } });
const neo4j = (changes: Record<string, unknown>) =>
  validSettings({ neo4j: { license: "eval", ...changes } });
const config = (settings: Record<string, unknown>) => neo4j({ config: settings });
const key = (jwks: unknown, more: Record<string, unknown> = {}) =>
  account({ credential: { privateKeyJwt: { jwks, ...more } } });
const KEY = "accounts[0].credential.privateKeyJwt";

// The shape as a whole
add("wrong-type", "", "is null", null);
add("wrong-type", "", "is []", []);
add("unknown-key", "acounts", "is not a setting", validSettings({ acounts: [] }));
add("unknown-key", "neo4j.providerID", "is not a setting", neo4j({ providerID: "okta" }));
add(
  "unknown-key",
  "accounts[0].clientSecret",
  "is not a setting",
  account({ clientSecret: "hunter2" }),
);
add(
  "missing",
  "authorizationServer",
  "is missing",
  validSettings({ authorizationServer: undefined }),
);
add("missing", "accounts", "is missing", validSettings({ accounts: undefined }));
add("missing", "accounts[0].credential", "is missing", account({ credential: undefined }));
add("missing", "neo4j.license", "is missing", validSettings({ neo4j: {} }));
add("wrong-type", "groups", "is a list", validSettings({ groups: ["neo4j_reader"] }));
add("wrong-type", "accounts", "is a map", validSettings({ accounts: { etl: {} } }));
add("wrong-type", "accounts[0]", "is text", validSettings({ accounts: ["etl-loader"] }));
add(
  "wrong-type",
  "tokenLifetimeMinutes",
  "is text",
  validSettings({ tokenLifetimeMinutes: "an hour" }),
);
add("wrong-type", "scope", "is a number", validSettings({ scope: 1 }));
add("not-allowed", "neo4j.license", "is true", neo4j({ license: true }));
add("not-allowed", "accounts[0].expires", 'is "31.12.2026"', account({ expires: "31.12.2026" }));
add(
  "not-allowed",
  "accounts[0].credential",
  "is not of that form",
  account({ credential: "hunter2" }),
);
add("not-allowed", "deletionProtection", 'is "on"', validSettings({ deletionProtection: "on" }));

// The authorization server, scope and claim
add("authorization-server", "authorizationServer", "has neither id nor name", server({}));
add(
  "authorization-server",
  "authorizationServer",
  "has both id and name",
  server({ id: "default", name: "neo4j" }),
);
add("server-id", "authorizationServer.id", 'is "neo4j"', server({ id: "neo4j" }));
add("server-name", "authorizationServer.name", 'is "default"', server({ name: "default" }));
add(
  "audience",
  "authorizationServer.audience",
  'is "api://a,api://b"',
  server({ id: "default", audience: "api://a,api://b" }),
);
add("audience", "authorizationServer.audience", 'is ""', server({ id: "default", audience: "" }));
add("token-lifetime", "tokenLifetimeMinutes", "is 4", validSettings({ tokenLifetimeMinutes: 4 }));
add(
  "token-lifetime",
  "tokenLifetimeMinutes",
  "is 1441",
  validSettings({ tokenLifetimeMinutes: 1441 }),
);
add(
  "token-lifetime",
  "tokenLifetimeMinutes",
  "is 7.5",
  validSettings({ tokenLifetimeMinutes: 7.5 }),
);
add("scope", "scope", 'is "neo4j groups"', validSettings({ scope: "neo4j groups" }));
add("scope", "scope", 'is "openid"', validSettings({ scope: "openid" }));
add("scope", "scope", 'is "okta.apps.read"', validSettings({ scope: "okta.apps.read" }));
add("claim-name", "claim.name", 'is "sub"', validSettings({ claim: { name: "sub" } }));
for (const expression of [
  "appuser.neo4j_groups",
  "user.neo4j_groups",
  "appuser.neo4j_groups ?: app.profile.neo4j_groups",
  "(appuser != null) ? appuser.neo4j_groups : null",
  "app.profile",
]) {
  add(
    "claim-expression",
    "claim.expression",
    `is ${JSON.stringify(expression)}`,
    validSettings({ claim: { expression } }),
  );
}

// Groups and roles
add(
  "group-without-role",
  "groups.idle",
  "grants no role",
  validSettings({ groups: { neo4j_reader: ["reader"], idle: [] } }),
);
add(
  "group-name",
  'groups["a;b"]',
  'holds ";", which would break the mapping text',
  validSettings({ groups: { neo4j_reader: ["reader"], "a;b": ["reader"] } }),
);
add(
  "group-name",
  'groups["$(id)"]',
  'holds "$(", which could trigger command expansion',
  validSettings({ groups: { neo4j_reader: ["reader"], "$(id)": ["reader"] } }),
);
add(
  "group-name",
  'groups[""]',
  "is empty",
  validSettings({ groups: { neo4j_reader: ["reader"], "": ["reader"] } }),
);
add(
  "group-case",
  "groups.Neo4j_Reader",
  'differs from "neo4j_reader" only in case',
  validSettings({ groups: { neo4j_reader: ["reader"], Neo4j_Reader: ["reader"] } }),
);
add(
  "role-name",
  "groups.neo4j_reader[1]",
  '"a b" holds " ", which would break the mapping text',
  validSettings({ groups: { neo4j_reader: ["reader", "a b"] }, customRoles: ["a b"] }),
);
add(
  "unknown-role",
  "groups.neo4j_reader[0]",
  'is "Reader", which is no built-in role',
  validSettings({ groups: { neo4j_reader: ["Reader"] } }),
);
add(
  "unknown-role",
  "groups.neo4j_reader[0]",
  'is "auditor", which is no built-in role',
  validSettings({ groups: { neo4j_reader: ["auditor"] } }),
);
add(
  "duplicate",
  "groups.neo4j_reader[1]",
  'repeats the role "reader"',
  validSettings({ groups: { neo4j_reader: ["reader", "reader"] } }),
);
add(
  "custom-role",
  "customRoles[0]",
  'is "reader", a built-in role',
  validSettings({ customRoles: ["reader"] }),
);
add(
  "role-without-group",
  "customRoles[0]",
  'is "auditor", which no group grants',
  validSettings({ customRoles: ["auditor"] }),
);

// Accounts
add("accounts", "accounts", "is empty", validSettings({ accounts: [] }));
add("account-name", "accounts[0].name", 'is "ETL loader"', account({ name: "ETL loader" }));
add("client-id", "accounts[0].name", 'is "etl", which is no client id', account({ name: "etl" }));
add("client-id", "accounts[0].clientId", 'is "ALL_CLIENTS"', account({ clientId: "ALL_CLIENTS" }));
add("client-id", "accounts[0].clientId", 'is "etl loader"', account({ clientId: "etl loader" }));
add("account-owner", "accounts[0].owner", 'is ""', account({ owner: "" }));
add("account-purpose", "accounts[0].purpose", 'is "a\\nb"', account({ purpose: "a\nb" }));
add("account-without-group", "accounts[0].groups", "is empty", account({ groups: [] }));
add(
  "unknown-group",
  "accounts[0].groups[0]",
  'is "neo4j_admin", which groups does not map to roles',
  account({ groups: ["neo4j_admin"] }),
);
add(
  "unknown-group",
  "accounts[0].groups[0]",
  'is "toString", which groups does not map to roles',
  account({ groups: ["toString"] }),
);
add(
  "duplicate",
  "accounts[0].groups[1]",
  'repeats the group "neo4j_reader"',
  account({ groups: ["neo4j_reader", "neo4j_reader"] }),
);
const many = Array.from({ length: 101 }, (_, index) => `group-${index}`);
add(
  "too-many-groups",
  "accounts[0].groups",
  "holds 101 groups",
  validSettings({
    groups: Object.fromEntries(many.map((name) => [name, ["reader"]])),
    accounts: [validAccount({ groups: many })],
  }),
);
add(
  "duplicate-account",
  "accounts[1].name",
  'is "etl-loader", as in accounts[0]',
  validSettings({
    accounts: [
      validAccount({ clientId: "etl-loader-1" }),
      validAccount({ clientId: "etl-loader-2" }),
    ],
  }),
);
add(
  "duplicate-client-id",
  "accounts[1].clientId",
  'is "ETL-LOADER", as in accounts[0]',
  validSettings({
    accounts: [validAccount(), validAccount({ name: "etl-writer", clientId: "ETL-LOADER" })],
  }),
);

// Keys
add(
  "key-source",
  KEY,
  "has neither jwks nor jwksUri",
  account({ credential: { privateKeyJwt: {} } }),
);
add(
  "key-source",
  KEY,
  "has both jwks and jwksUri",
  key([publicJwk()], { jwksUri: "https://keys.example.com/a" }),
);
add("key-source", `${KEY}.jwks`, "is empty", key([]));
add(
  "jwks-uri",
  `${KEY}.jwksUri`,
  "is not of that form",
  account({ credential: { privateKeyJwt: { jwksUri: "http://keys.example.com/a" } } }),
);
add(
  "private-key",
  `${KEY}.jwks[0].d`,
  "is a member of a private key",
  key([{ ...publicJwk(), d: "hunter2" }]),
);
add(
  "not-allowed",
  `${KEY}.jwks[0].kty`,
  "is not of that form",
  key([{ ...publicJwk(), kty: "EC" }]),
);
add(
  "jwk-modulus",
  `${KEY}.jwks[0].n`,
  "is not of that form",
  key([{ ...publicJwk(), n: "c2hvcnQ" }]),
);
add("jwk-exponent", `${KEY}.jwks[0].e`, "is not of that form", key([{ ...publicJwk(), e: "!" }]));
add("jwk-kid", `${KEY}.jwks[0].kid`, "is not of that form", key([publicJwk("with space")]));
add("duplicate", `${KEY}.jwks[1]`, 'repeats the kid "key-1"', key([publicJwk(), publicJwk()]));

// Delivery
const deliverTo = { namespace: "etl" };
add(
  "namespace",
  "accounts[0].deliverTo.namespace",
  'is "ETL"',
  account({ deliverTo: { namespace: "ETL" } }),
);
add(
  "secret-name",
  "accounts[0].deliverTo.secret",
  'is "a_b"',
  account({ deliverTo: { ...deliverTo, secret: "a_b" } }),
);
add(
  "delivery-of-private-key",
  "accounts[0].deliverTo",
  "asks to deliver a private key, which never enters the program",
  account({ credential: { privateKeyJwt: { jwks: [publicJwk()] } }, deliverTo }),
);
add(
  "delivery-collision",
  "accounts[1].deliverTo",
  "is the Secret okta in etl, as is accounts[0]",
  validSettings({
    accounts: ["etl-loader", "etl-writer"].map((name) =>
      validAccount({ name, deliverTo: { ...deliverTo, secret: "okta" } }),
    ),
  }),
);
add(
  "delivery-collision",
  "accounts[0].deliverTo",
  "is the Secret neo4j-auth in neo4j, as is the break-glass Secret",
  account({ deliverTo: { namespace: "neo4j", secret: "neo4j-auth" } }),
);

// Neo4j
add("provider-id", "neo4j.providerId", 'is "okta.backend"', neo4j({ providerId: "okta.backend" }));
add("namespace", "neo4j.namespace", 'is "neo4j_prod"', neo4j({ namespace: "neo4j_prod" }));
add("release-name", "neo4j.release", 'is "Neo4j"', neo4j({ release: "Neo4j" }));
add("chart-version", "neo4j.chart.version", 'is "latest"', neo4j({ chart: { version: "latest" } }));
add(
  "chart-repository",
  "neo4j.chart.repository",
  'is "http://charts.example.com"',
  neo4j({ chart: { repository: "http://charts.example.com" } }),
);
add(
  "other-provider",
  "neo4j.otherProviders[0]",
  'is "native"',
  neo4j({ otherProviders: ["native"] }),
);
add(
  "own-provider",
  "neo4j.otherProviders[0]",
  'is "oidc-okta-backend", the stack\'s own provider',
  neo4j({ otherProviders: ["oidc-okta-backend"] }),
);
add(
  "duplicate",
  "neo4j.otherProviders[1]",
  'repeats the provider "ldap"',
  neo4j({ otherProviders: ["ldap", "ldap"] }),
);
add("storage-size", "neo4j.storage.size", 'is "10 GB"', neo4j({ storage: { size: "10 GB" } }));
add(
  "storage-class",
  "neo4j.storage.className",
  'is "Fast"',
  neo4j({ storage: { className: "Fast" } }),
);
add("cpu", "neo4j.resources.cpu", 'is "two"', neo4j({ resources: { cpu: "two" } }));
add("memory", "neo4j.resources.memory", 'is "2 Gi"', neo4j({ resources: { memory: "2 Gi" } }));
add("resources", "neo4j.resources.cpu", 'is "499m"', neo4j({ resources: { cpu: "499m" } }));
add("resources", "neo4j.resources.memory", 'is "2G"', neo4j({ resources: { memory: "2G" } }));
add("timeout", "neo4j.timeoutSeconds", "is 0", neo4j({ timeoutSeconds: 0 }));
add(
  "certificate",
  "neo4j.trustedCertificates[0]",
  "is no certificate",
  neo4j({ trustedCertificates: ["-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"] }),
);
add(
  "private-key",
  "neo4j.trustedCertificates[0]",
  "holds a private key",
  neo4j({
    trustedCertificates: ["-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----"],
  }),
);

// Extra Neo4j settings and Helm values
const setting = (name: string) => `neo4j.config[${JSON.stringify(name)}]`;
const OIDC = "dbms.security.oidc.okta-backend";
add("config-key", setting("a b"), "is no key of a ConfigMap", config({ "a b": "x" }));
add(
  "config-unknown-name",
  setting(`${OIDC}.claims.audience`),
  "is no Neo4j setting, and Neo4j would drop it without a word",
  config({ [`${OIDC}.claims.audience`]: "x" }),
);
add(
  "config-unknown-name",
  setting("dbms.security.reqire_local_user"),
  "is no Neo4j setting, and Neo4j would drop it without a word",
  config({ "dbms.security.reqire_local_user": false }),
);
add(
  "config-chart",
  setting("server.jvm.additional"),
  "is refused by the chart",
  config({ "server.jvm.additional": "-Xmx1g" }),
);
add(
  "config-derived",
  setting(`${OIDC}.audience`),
  "is derived by the program, so that Okta and Neo4j cannot disagree",
  config({ [`${OIDC}.audience`]: "api://other" }),
);
add(
  "config-derived",
  setting(`${OIDC}.jwks_uri`),
  "is derived by the program, so that Okta and Neo4j cannot disagree",
  config({ [`${OIDC}.jwks_uri`]: "https://example.com" }),
);
add(
  "config-derived",
  setting("dbms.security.authentication_providers"),
  "is derived by the program, so that Okta and Neo4j cannot disagree",
  config({ "dbms.security.authentication_providers": "native" }),
);
add(
  "config-contradiction",
  setting("dbms.security.auth_enabled"),
  "is false, which would let everybody in",
  config({ "dbms.security.auth_enabled": false }),
);
add(
  "config-contradiction",
  setting("dbms.security.require_local_user"),
  "is true, which would refuse service accounts, which have no local user",
  config({ "dbms.security.require_local_user": " TRUE " }),
);
add(
  "config-secret",
  setting("dbms.security.ldap.authorization.system_password"),
  "holds a secret, which a ConfigMap and the Helm release would show in the clear",
  config({ "dbms.security.ldap.authorization.system_password": "hunter2" }),
);
add(
  "config-expansion",
  setting("db.logs.query.enabled"),
  'begins with "$(": Neo4j would run it as a command',
  config({ "db.logs.query.enabled": " $(cat /etc/passwd)" }),
);
add(
  "config-value",
  setting("server.logs.debug.enabled"),
  "holds a line break or control character",
  config({ "server.logs.debug.enabled": "true\nfalse" }),
);
add(
  "config-value",
  setting(`${OIDC}.params`),
  "lacks the key client_id",
  config({ [`${OIDC}.params`]: "scope=openid" }),
);
add(
  "config-value",
  setting(`${OIDC}.config`),
  'has the element " principal=sub", which is not key=value',
  config({ [`${OIDC}.config`]: "token_type_principal=id_token; principal=sub" }),
);
add(
  "config-unlisted-provider",
  setting("dbms.security.oidc.people"),
  "configures a provider that is not in use",
  config({ "dbms.security.oidc.people.audience": "x" }),
);
add(
  "values-derived",
  "neo4j.values.config",
  "is derived by the program",
  neo4j({ values: { config: {} } }),
);
add(
  "values-derived",
  "neo4j.values.volumes.data",
  "is derived by the program",
  neo4j({ values: { volumes: { data: { mode: "volume" } } } }),
);
add(
  "values-secret",
  "neo4j.values.neo4j.password",
  "would put a secret into the Helm release in the clear",
  neo4j({ values: { neo4j: { password: "hunter2" } } }),
);
add(
  "values-secret",
  "neo4j.values.env.DB_PASSWORD",
  "would put a secret into the Helm release in the clear",
  neo4j({ values: { env: { DB_PASSWORD: "hunter2" } } }),
);
add(
  "values-chart",
  'neo4j.values["server.jvm.additional"]',
  "is no Helm value of the chart; it looks like a Neo4j setting",
  neo4j({ values: { "server.jvm.additional": "x" } }),
);

// Production
const production = (changes: Record<string, unknown> = {}) =>
  validSettings({
    production: true,
    accounts: [validAccount({ owner: "etl@example.com" })],
    neo4j: { license: "yes" },
    ...changes,
  });
const admin = { groups: { neo4j_reader: ["admin"] } };
const waiver = {
  rule: "admin-role",
  until: "2026-12-31",
  reason: "migration, agreed with security",
};
add(
  "production-account-owner",
  "accounts[0].owner",
  'is missing for "etl-loader", in a stack marked production',
  production({ accounts: [validAccount()] }),
);
add(
  "production-admin-role",
  "accounts[0].groups",
  'give "etl-loader" the role admin, in a stack marked production (an account has the role admin)',
  production(admin),
);
add(
  "production-admin-role",
  "accounts[0].groups",
  'give "etl-loader" the role admin, in a stack marked production (an account has the role admin)',
  production({ ...admin, waivers: [{ ...waiver, until: "2026-11-21" }] }),
);
add(
  "production-evaluation-license",
  "neo4j.license",
  'is "eval", in a stack marked production (Neo4j runs under the evaluation licence)',
  production({ neo4j: { license: "eval" } }),
);
add(
  "production-jwt-claims-log",
  setting("dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled"),
  "is true, in a stack marked production (Neo4j logs the claims of tokens)",
  production({
    neo4j: {
      license: "yes",
      config: { "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": true },
    },
  }),
);
add(
  "production-load-balancer",
  "neo4j.values.services.neo4j.enabled",
  "is true, in a stack marked production (Neo4j is published through a load balancer)",
  production({ neo4j: { license: "yes", values: { services: { neo4j: { enabled: true } } } } }),
);
add(
  "waiver-account",
  "waivers[0].account",
  'is "somebody", which is no account',
  production({ waivers: [{ ...waiver, account: "somebody" }] }),
);
add(
  "waiver-reason",
  "waivers[0].reason",
  'is "because"',
  production({ waivers: [{ ...waiver, reason: "because" }] }),
);
add(
  "not-allowed",
  "waivers[0].rule",
  'is "everything"',
  production({ waivers: [{ ...waiver, rule: "everything" }] }),
);

/** Every refusal of a single setting. */
export const REFUSED: readonly Refused[] = refused;
