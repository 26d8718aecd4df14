import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byKey, FIELDS, KEYS, type Key } from "../../../access/credentials/keys.ts";
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
    authMethod: fc.constantFrom("client_secret_basic", "client_secret_post"),
    clientSecret: text,
  }),
  fc.record({
    authMethod: fc.constant("private_key_jwt"),
    privateKey: text,
    privateKeyId: maybe,
  }),
);

test("what is written is read back, whatever the values", () => {
  const shared = fc.record({
    issuer: text,
    tokenEndpoint: text,
    clientId: text,
    scope: text,
    neo4jUri: text,
    database: maybe,
  });
  fc.assert(
    fc.property(shared, credential, (others, { authMethod, ...given }) => {
      const { credential: read, ...handed } = delivered(byKey({ ...others, authMethod, ...given }));
      expect(handed).toEqual(others);
      const { privateKeyId: kid, ...secret } = { privateKeyId: undefined, ...given };
      expect(read()).toEqual({ kind: authMethod, ...secret, ...(kid && { kid }) });
    }),
  );
});

test("undefined fields have no key", () => {
  expect(byKey({ clientId: "a", audience: undefined })).toEqual({ OKTA_OAUTH2_CLIENT_ID: "a" });
});
