import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPrivateKey } from "../../../plugins/okta/private-key.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pkcs8 = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const pkcs1 = privateKey.export({ format: "pem", type: "pkcs1" }).toString();
const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const locked = privateKey
  .export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "open sesame" })
  .toString();
const folder = mkdtempSync(join(tmpdir(), "private-key-"));
const file = join(folder, "key.pem");
writeFileSync(file, pkcs8);
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["PKCS#8", pkcs8],
  ["PKCS#1", pkcs1],
  ["PEM on one line", pkcs8.replaceAll("\n", "\\n")],
  ["a file", file],
])("reads %s", (_what, given) => {
  expect(readPrivateKey(given).equals(privateKey)).toBe(true);
});

const NOT_THERE = "okta:privateKey is neither PEM text nor the path of a file that can be read";
const NO_KEY = "okta:privateKey is no unencrypted private key in PEM (PKCS#1 or PKCS#8)";
const NO_RSA = "okta:privateKey is no RSA key of 2048 bits and more";

test.each([
  ["the middle of a key", pkcs8.split("\n")[1] ?? "", NOT_THERE],
  ["a folder", folder, NOT_THERE],
  ["half a key", pkcs8.slice(0, 900), NO_KEY],
  ["a key under a passphrase", locked, NO_KEY],
  ["a short key", short.export({ format: "pem", type: "pkcs8" }).toString(), NO_RSA],
  ["another kind of key", curve.export({ format: "pem", type: "pkcs8" }).toString(), NO_RSA],
])("refuses %s, and does not repeat it", (_what, given, message) => {
  expect(() => readPrivateKey(given)).toThrow(expect.objectContaining({ message }));
});
