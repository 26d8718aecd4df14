import { publicJwk, validAccount, validSettings } from "../../../support/settings.ts";
import { validSignIn } from "../../../support/sign-ins.ts";
import { account, Refusals } from "./refusals.ts";

const refused = new Refusals();
const key = (jwks: unknown, more: Record<string, unknown> = {}) =>
  account({ credential: { privateKeyJwt: { jwks, ...more } } });
const KEY = "accounts[0].credential.privateKeyJwt";

refused.add("accounts", "accounts", "is empty", validSettings({ accounts: [] }));
refused.add(
  "accounts",
  "groups",
  "maps groups of service accounts, and there is no account",
  validSettings({ accounts: [], signIns: [validSignIn("keycloak")] }),
);
refused.add("account-name", "accounts[0].name", 'is "ETL loader"', account({ name: "ETL loader" }));
refused.add(
  "client-id",
  "accounts[0].name",
  'is "etl", which is no client id',
  account({ name: "etl" }),
);
refused.add(
  "client-id",
  "accounts[0].clientId",
  'is "ALL_CLIENTS"',
  account({ clientId: "ALL_CLIENTS" }),
);
refused.add(
  "client-id",
  "accounts[0].clientId",
  'is "etl loader"',
  account({ clientId: "etl loader" }),
);
refused.add("account-owner", "accounts[0].owner", 'is ""', account({ owner: "" }));
refused.add("account-owner", "accounts[0].owner", 'is " "', account({ owner: " " }));
refused.add(
  "account-purpose",
  "accounts[0].purpose",
  'is "a\u2028b"',
  account({ purpose: "a\u2028b" }),
);
refused.add("account-purpose", "accounts[0].purpose", 'is "a\\nb"', account({ purpose: "a\nb" }));
refused.add("account-without-group", "accounts[0].groups", "is empty", account({ groups: [] }));
refused.add(
  "unknown-group",
  "accounts[0].groups[0]",
  'is "neo4j_admin", which groups does not map to roles',
  account({ groups: ["neo4j_admin"] }),
);
refused.add(
  "unknown-group",
  "accounts[0].groups[0]",
  'is "toString", which groups does not map to roles',
  account({ groups: ["toString"] }),
);
refused.add(
  "duplicate",
  "accounts[0].groups[1]",
  'repeats the group "neo4j_reader"',
  account({ groups: ["neo4j_reader", "neo4j_reader"] }),
);
const many = Array.from({ length: 101 }, (_, index) => `group-${index}`);
refused.add(
  "too-many-groups",
  "accounts[0].groups",
  "holds 101 groups",
  validSettings({
    groups: Object.fromEntries(many.map((name) => [name, ["reader"]])),
    accounts: [validAccount({ groups: many })],
  }),
);
refused.add(
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
refused.add(
  "duplicate-client-id",
  "accounts[1].clientId",
  'is "ETL-LOADER", as in accounts[0]',
  validSettings({
    accounts: [validAccount(), validAccount({ name: "etl-writer", clientId: "ETL-LOADER" })],
  }),
);

refused.add(
  "duplicate-client-id",
  "accounts[1].clientId",
  'is "etl-loader", the name of accounts[0]',
  validSettings({
    accounts: [
      validAccount({ clientId: "loader-1" }),
      validAccount({ name: "etl-writer", clientId: "etl-loader" }),
    ],
  }),
);
refused.add(
  "duplicate-client-id",
  "accounts[1].name",
  'is "etl-writer", as in accounts[0]',
  validSettings({
    accounts: [
      validAccount({ clientId: "etl-writer" }),
      validAccount({ name: "etl-writer", groups: ["neo4j_reader"] }),
    ],
  }),
);
refused.add(
  "key-source",
  KEY,
  "has neither jwks nor jwksUri",
  account({ credential: { privateKeyJwt: {} } }),
);
refused.add(
  "key-source",
  KEY,
  "has both jwks and jwksUri",
  key([publicJwk()], { jwksUri: "https://keys.example.com/a" }),
);
refused.add("key-source", `${KEY}.jwks`, "is empty", key([]));
refused.add(
  "jwks-uri",
  `${KEY}.jwksUri`,
  "is not of that form",
  account({ credential: { privateKeyJwt: { jwksUri: "http://keys.example.com/a" } } }),
);
for (const member of ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]) {
  refused.add(
    "private-key",
    `${KEY}.jwks[0].${member}`,
    "is a member of a private key",
    key([{ ...publicJwk(), [member]: "hunter2" }]),
  );
}
refused.add(
  "not-allowed",
  `${KEY}.jwks[0].kty`,
  "is not of that form",
  key([{ ...publicJwk(), kty: "EC" }]),
);
refused.add(
  "jwk-modulus",
  `${KEY}.jwks[0].n`,
  "is not of that form",
  key([{ ...publicJwk(), n: "c2hvcnQ" }]),
);
refused.add(
  "jwk-modulus",
  `${KEY}.jwks[0].n`,
  "makes no RSA key of 2048 bits",
  key([{ ...publicJwk(), n: "A".repeat(342) }]),
);
for (const e of ["AA", "AQ", "AQAA"]) {
  refused.add(
    "jwk-exponent",
    `${KEY}.jwks[0].e`,
    "is no odd number over 1",
    key([{ ...publicJwk(), e }]),
  );
}
refused.add(
  "jwks-uri",
  `${KEY}.jwksUri`,
  "is not of that form",
  account({ credential: { privateKeyJwt: { jwksUri: "https://ex\u0430mple.com/keys" } } }),
);
refused.add(
  "jwk-exponent",
  `${KEY}.jwks[0].e`,
  "is not of that form",
  key([{ ...publicJwk(), e: "!" }]),
);
refused.add("jwk-kid", `${KEY}.jwks[0].kid`, "is not of that form", key([publicJwk("with space")]));
refused.add(
  "duplicate",
  `${KEY}.jwks[1]`,
  'repeats the kid "key-1"',
  key([publicJwk(), { ...publicJwk("key-2"), kid: "key-1" }]),
);

const deliverTo = { namespace: "etl" };
refused.add(
  "namespace",
  "accounts[0].deliverTo.namespace",
  'is "ETL"',
  account({ deliverTo: { namespace: "ETL" } }),
);
refused.add(
  "secret-name",
  "accounts[0].deliverTo.secret",
  'is "a_b"',
  account({ deliverTo: { ...deliverTo, secret: "a_b" } }),
);
refused.add(
  "delivery-of-private-key",
  "accounts[0].deliverTo",
  "asks to deliver a private key, which never enters the program",
  account({ credential: { privateKeyJwt: { jwks: [publicJwk()] } }, deliverTo }),
);
refused.add(
  "delivery-of-rotated-secret",
  "accounts[0].deliverTo",
  "asks the stack to deliver a client secret that it does not have",
  account({ rotation: true, deliverTo }),
);
refused.add(
  "rotation-of-private-key",
  "accounts[0].rotation",
  "is true for an account on a private key",
  account({ rotation: true, credential: { privateKeyJwt: { jwks: [publicJwk()] } } }),
);
refused.add(
  "delivery-collision",
  "accounts[1].deliverTo",
  "is the Secret okta in etl, as is accounts[0]",
  validSettings({
    accounts: ["etl-loader", "etl-writer"].map((name) =>
      validAccount({ name, deliverTo: { ...deliverTo, secret: "okta" } }),
    ),
  }),
);
refused.add(
  "delivery-collision",
  "accounts[0].deliverTo",
  "is the Secret neo4j-auth in neo4j, as is the break-glass Secret",
  account({ deliverTo: { namespace: "neo4j", secret: "neo4j-auth" } }),
);

/** Refusals that concern accounts, their keys and deliveries. */
export default refused.all;
