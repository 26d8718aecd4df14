import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byKey, FIELDS, KEYS, type Key } from "../../../access/credentials/keys.ts";
import { renderCredentials } from "../../../access/credentials/service-credentials.ts";
import { delivered } from "../../../tokens/delivered.ts";

const PAGE = readFileSync(new URL("../../../docs/credentials.md", import.meta.url), "utf8");

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

/** A line break at the end is no part of a value: editors and commands leave one. */
const text = fc.string({ minLength: 1 }).map((value) => `x${value}x`);
const maybe = fc.option(text, { nil: undefined });
const credential = fc.oneof(
  fc.record({
    kind: fc.constantFrom("client_secret_basic" as const, "client_secret_post" as const),
    clientSecret: text,
  }),
  fc.record({
    kind: fc.constant("private_key_jwt" as const),
    privateKey: fc.record({ pem: text }),
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
      const { account: _account, audience: _audience, credential: given, ...others } = credentials;
      const { credential: read, ...handed } = delivered(renderCredentials(credentials));
      expect(handed).toEqual(others);
      const { privateKey, ...rest } = { privateKey: undefined, ...given };
      expect(read()).toEqual({ ...rest, ...(privateKey && { privateKey: privateKey.pem }) });
    }),
  );
});

test("undefined fields have no key", () => {
  expect(byKey({ clientId: "a", audience: undefined })).toEqual({ OKTA_OAUTH2_CLIENT_ID: "a" });
});
