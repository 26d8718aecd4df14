import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PEM } from "./keys.ts";
import { keygen } from "./run.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keygen-"));
  path = join(folder, "jwks.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

const run = () => keygen(["--from", "-", "--jwks", path], PEM.pkcs8);
const document = () => JSON.parse(readFileSync(path, "utf8"));

test("a document is made, and holds nothing of the private key", async () => {
  const { status, out, err } = await run();
  expect(status).toBe(0);
  const jwk = JSON.parse(out);
  expect(document()).toEqual({ keys: [{ ...jwk, use: "sig", alg: "RS256" }] });
  expect(err).toBe(`kid ${jwk.kid}\npublic key in ${path}\n`);
});

test("an account's key is not printed for its stack's file, too", async () => {
  const { out, status } = await keygen(
    ["--from", "-", "--jwks", path, "--account", "etl-loader"],
    PEM.pkcs8,
  );
  expect({ out, status }).toEqual({ out: "", status: 0 });
});

test("the keys that are there stay as they are, and the same key is there once", async () => {
  const there = { kty: "EC", kid: "old", crv: "P-256", x: "x", y: "y" };
  writeFileSync(path, JSON.stringify({ keys: [there], by: "me" }));
  await run();
  const { status } = await run();
  expect(status).toBe(0);
  expect(document()).toMatchObject({ keys: [there, { kty: "RSA" }], by: "me" });
  expect(document().keys).toHaveLength(2);
});

test.each([
  ["{", 'is no JWKS document. Fix: give one: {"keys": [...]}.'],
  ["[]", 'is no JWKS document. Fix: give one: {"keys": [...]}.'],
  [
    '{"keys": [{"kid": "old", "d": "hush"}]}',
    "has a private key in it (kid old). Fix: never serve it: take it away, and replace that key wherever it is used.",
  ],
  ['{"keys": [{"kty": "oct", "k": "hush"}]}', "has a private key in it (kid unknown). Fix: never"],
])("%s is refused, and stays", async (text, message) => {
  writeFileSync(path, text);
  const { status, out, err } = await run();
  expect({ status, out }).toEqual({ status: 3, out: "" });
  expect(err).toContain(`--jwks ${path} ${message}`);
  expect(err).toMatch(/\(keygen-jwks\)\n$/);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("another key with the same kid is refused", async () => {
  const { kid } = JSON.parse((await keygen(["--from", "-"], PEM.pkcs8)).out);
  writeFileSync(path, JSON.stringify({ keys: [{ kty: "RSA", kid, n: "other", e: "AQAB" }] }));
  expect((await run()).err).toBe(
    `--jwks ${path} has another key with the kid ${kid}. Fix: take it away, or give another file. (keygen-jwks)\n`,
  );
});

test("a document that cannot be written still leaves the public key with who made it", async () => {
  path = join(folder, "no", "jwks.json");
  const { status, out, err } = await run();
  expect(status).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ kty: "RSA" });
  expect(err).toContain(
    `--jwks ${path} cannot be written: ENOENT. Fix: give a file in a folder that exists and that you may write to. (keygen-jwks)\n`,
  );
  path = folder;
  expect((await run()).err).toBe(
    `--jwks ${folder} cannot be read: EISDIR. Fix: give a file that you may read. (keygen-jwks)\n`,
  );
});
