import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byKey, FIELDS, KEYS, type Key } from "../../../access/credentials/keys.ts";
import {
  parseCredentials,
  renderCredentials,
  type ServiceCredentials,
} from "../../../access/credentials/service-credentials.ts";

const PAGE = readFileSync(new URL("../../../docs/credentials.md", import.meta.url), "utf8");

const SECRET: Record<string, string> = {
  OKTA_OAUTH2_ISSUER: "https://example.okta.com/oauth2/default",
  OKTA_OAUTH2_TOKEN_ENDPOINT: "https://example.okta.com/oauth2/default/v1/token",
  OKTA_OAUTH2_CLIENT_ID: "etl-loader",
  OKTA_OAUTH2_CLIENT_SECRET: "hush",
  OKTA_OAUTH2_SCOPES: "neo4j_groups",
  NEO4J_URI: "neo4j://db:7687",
};

function parse(keys: Record<string, string>): ServiceCredentials {
  return parseCredentials((key) => keys[key]);
}

test("docs/credentials.md has each key, its meaning, and which are secret", () => {
  const rows = FIELDS.map((field) => {
    const { key, meaning, isSecret }: Key = KEYS[field];
    return `| \`${key}\` | ${isSecret ? "**secret**: " : ""}${meaning} |`;
  });
  expect(PAGE).toContain(`| --- | --- |\n${rows.join("\n")}\n\n`);
});

test("no key is a name that a shell or a Secret refuses, and none is there twice", () => {
  const keys = FIELDS.map((field) => KEYS[field].key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toMatch(/^[A-Z][A-Z0-9_]+$/);
});

const text = fc.string({ minLength: 1 });
const maybe = fc.option(text, { nil: undefined });
const credential = fc.oneof(
  fc.record({
    kind: fc.constantFrom("client_secret_basic" as const, "client_secret_post" as const),
    clientSecret: text,
  }),
  fc.record({
    kind: fc.constant("private_key_jwt" as const),
    privateKey: fc.oneof(fc.record({ pem: text }), fc.record({ file: text })),
    kid: maybe,
  }),
);

test("what is written is read back, whatever the values", () => {
  const any = fc.record({
    account: maybe,
    issuer: text,
    tokenEndpoint: text,
    clientId: text,
    credential,
    scope: text,
    audience: maybe,
    neo4jUri: text,
    database: maybe,
  });
  fc.assert(
    fc.property(any, (credentials) => {
      expect(parse(renderCredentials(credentials))).toEqual(credentials);
    }),
  );
});

test("what older stacks deliver is read: no version, no account, no method", () => {
  expect(parse(SECRET)).toMatchObject({
    account: undefined,
    credential: { kind: "client_secret_basic", clientSecret: "hush" },
  });
  const { OKTA_OAUTH2_CLIENT_SECRET: _, ...others } = SECRET;
  expect(parse({ ...others, OKTA_OAUTH2_PRIVATE_KEY_FILE: "/run/key" }).credential).toEqual({
    kind: "private_key_jwt",
    privateKey: { file: "/run/key" },
    kid: undefined,
  });
});

test("undefined fields have no key", () => {
  expect(byKey({ clientId: "a", audience: undefined })).toEqual({ OKTA_OAUTH2_CLIENT_ID: "a" });
});

test.each([
  [
    { NEO4J_URI: "", OKTA_OAUTH2_SCOPES: "" },
    "OKTA_OAUTH2_SCOPES is not set; NEO4J_URI is not set",
  ],
  [{ OKTA_OAUTH2_CLIENT_SECRET: "" }, "OKTA_OAUTH2_CLIENT_SECRET is not set"],
  [
    { OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "private_key_jwt" },
    "neither OKTA_OAUTH2_PRIVATE_KEY nor OKTA_OAUTH2_PRIVATE_KEY_FILE is set",
  ],
  [
    { OKTA_OAUTH2_PRIVATE_KEY: "pem", OKTA_OAUTH2_PRIVATE_KEY_FILE: "/run/key" },
    "both OKTA_OAUTH2_PRIVATE_KEY and OKTA_OAUTH2_PRIVATE_KEY_FILE are set: give one",
  ],
  [
    { OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "none" },
    "OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD is none: allowed are client_secret_basic, client_secret_post, private_key_jwt",
  ],
])("%j is refused", (change, message) => {
  expect(() => parse({ ...SECRET, ...change })).toThrow(
    expect.objectContaining({
      code: "credentials-incomplete",
      message: `${message}. See docs/credentials.md.`,
    }),
  );
});

test("another version is refused, before its values are judged", () => {
  expect(() => parse({ NEO4J_OKTA_CREDENTIALS_VERSION: "2" })).toThrow(
    expect.objectContaining({
      code: "credentials-version",
      message:
        "NEO4J_OKTA_CREDENTIALS_VERSION is 2; this reads 1. Fix: update the service, or deliver credentials of that version.",
    }),
  );
});
