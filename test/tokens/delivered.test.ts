import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { byKey, CREDENTIALS_VERSION, KEYS } from "../../access/credentials/keys.ts";
import { delivered } from "../../tokens/delivered.ts";

const folder = mkdtempSync(join(tmpdir(), "delivered-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHARED = {
  issuer: "https://example.okta.com/oauth2/default",
  tokenEndpoint: "https://example.okta.com/oauth2/default/v1/token",
  clientId: "price-reader",
  scope: "neo4j_groups",
  neo4jUri: "neo4j://neo4j.neo4j.svc:7687",
  database: "prices",
};
const SECRET = { kind: "client_secret_post", clientSecret: "s3cret-value" } as const;
const ALL = { ...SHARED, version: CREDENTIALS_VERSION, authMethod: SECRET.kind };
const variables = byKey<string>({ ...ALL, clientSecret: SECRET.clientSecret });

test("reads what the stack delivers, from variables", () => {
  const { credential, ...others } = delivered(variables);
  expect(others).toEqual(SHARED);
  expect(credential()).toEqual(SECRET);
});

test("reads files of a folder, and a replaced one again", () => {
  for (const [name, value] of Object.entries(variables)) {
    writeFileSync(join(folder, name), `${value}\n`);
  }
  const { credential, ...others } = delivered({ CREDENTIALS_DIRECTORY: folder, NEO4J_URI: "no" });
  expect(others).toEqual(SHARED);
  writeFileSync(join(folder, KEYS.clientSecret.key), "another-secret");
  expect(credential()).toEqual({ ...SECRET, clientSecret: "another-secret" });
});

const file = join(folder, "key.pem");
test.each([
  ["as it is", { privateKey: "the key" }],
  ["in a file", { privateKeyFile: file }],
])("takes a private key %s", (_where, privateKey) => {
  writeFileSync(file, "the key");
  const read = { kind: "private_key_jwt", privateKey: "the key", kid: "key-1" };
  const keys = byKey<string>({
    ...{ ...ALL, authMethod: read.kind },
    ...{ ...privateKey, privateKeyId: read.kid },
  });
  expect(delivered(keys).credential()).toEqual(read);
  const unnamed = { ...keys, [KEYS.authMethod.key]: "" };
  expect(delivered(unnamed).credential()).toEqual(read);
});

test("takes a secret by HTTP Basic where no method is named", () => {
  const unnamed = { ...variables, [KEYS.authMethod.key]: undefined };
  expect(delivered(unnamed).credential().kind).toBe("client_secret_basic");
});

const FIX = " Fix: hand the service the credentials of its account (docs/credentials.md).";
test.each([
  [{ NEO4J_URI: " " }, "NEO4J_URI is not set."],
  [{ OKTA_OAUTH2_CLIENT_SECRET: "" }, "OKTA_OAUTH2_CLIENT_SECRET is not set."],
  [
    { NEO4J_OKTA_CREDENTIALS_VERSION: "2" },
    "NEO4J_OKTA_CREDENTIALS_VERSION is 2, and this reads 1.",
  ],
  [
    { OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "none" },
    "OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD is none; allowed are client_secret_basic, client_secret_post and private_key_jwt.",
  ],
  [
    { OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "private_key_jwt" },
    "OKTA_OAUTH2_PRIVATE_KEY is not set.",
  ],
  [
    { OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "", OKTA_OAUTH2_PRIVATE_KEY_FILE: "/no/key.pem" },
    "OKTA_OAUTH2_PRIVATE_KEY_FILE is /no/key.pem, where no file is.",
  ],
])("refuses %j", (change, message) => {
  expect(() => delivered({ ...variables, ...change })).toThrow(
    expect.objectContaining({ code: "token-delivered", message: message + FIX }),
  );
});
