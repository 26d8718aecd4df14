import { createPrivateKey, createPublicKey } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateJwkThumbprint } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parse as parseSettings, validAccount, validSettings } from "../support/settings.ts";
import { bitsIn, PEM } from "./keys.ts";
import { keygen } from "./run.ts";

let folder: string;
let pem: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keygen-"));
  pem = join(folder, "key.pem");
  copyFileSync("Pulumi.prod.yaml", join(folder, "Pulumi.prod.yaml"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function stackFile(): string {
  return readFileSync(join(folder, "Pulumi.prod.yaml"), "utf8");
}

function ofStack(account: string): string[] {
  return ["--stack", "prod", "--project", folder, "--account", account];
}

describe("the private key", () => {
  test.each([["2048"], ["3072"], ["4096"]])(
    "of %s bits is PKCS#8 in a file for its owner alone",
    async (size) => {
      const { status, out, err } = await keygen(["--size", size, "--output", pem]);
      expect(status).toBe(0);
      expect(bitsIn(pem)).toBe(Number(size));
      expect(readFileSync(pem, "utf8")).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
      expect(statSync(pem).mode & 0o777).toBe(0o600);
      const jwk = JSON.parse(out);
      expect(
        createPublicKey({ key: jwk, format: "jwk" }).equals(
          createPublicKey(createPrivateKey(readFileSync(pem))),
        ),
      ).toBe(true);
      expect(Object.keys(jwk)).toEqual(["kty", "kid", "e", "n"]);
      expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
      expect(err).toBe(`private key in ${pem}, kid ${jwk.kid}\n`);
    },
    60_000,
  );

  test("is never written over a file that is there", async () => {
    writeFileSync(pem, "in use");
    expect(await keygen(["--output", pem])).toEqual({
      status: 3,
      out: "",
      err: `--output ${pem} is there already, and may be a key in use. Fix: give another name. (keygen-output)\n`,
    });
    expect(readFileSync(pem, "utf8")).toBe("in use");
  });

  test("needs a folder", async () => {
    const lost = join(folder, "no", "key.pem");
    expect(await keygen(["--output", lost])).toMatchObject({
      status: 3,
      err: `--output ${lost} cannot be written: ENOENT. Fix: give a file in a folder that exists and that you may write to. (keygen-output)\n`,
    });
  });
});

describe("a key that is given", () => {
  test.each([["pkcs8"], ["pkcs1"]] as const)(
    "as %s is printed by its public half",
    async (form) => {
      const { status, out, err } = await keygen(["--from", "-"], PEM[form]);
      expect(status).toBe(0);
      expect(
        createPublicKey({ key: JSON.parse(out), format: "jwk" }).equals(createPublicKey(PEM.pkcs8)),
      ).toBe(true);
      expect(err).toBe(`kid ${JSON.parse(out).kid}\n`);
    },
  );

  test("as PKCS#1 is converted", async () => {
    const old = join(folder, "old.pem");
    writeFileSync(old, PEM.pkcs1);
    expect(await keygen(["--from", old, "--output", pem])).toMatchObject({ status: 0 });
    expect(readFileSync(pem, "utf8")).toBe(PEM.pkcs8);
  });

  const allowed =
    "Allowed: an RSA private key of 2048 to 8192 bits, PKCS#8 or PKCS#1 PEM, not encrypted.";
  const another = "Fix: let npm run keygen make one.";
  test.each([
    ["short", `holds an RSA key of 1024 bits. ${allowed} ${another}`],
    ["ec", `holds a key of type ec. ${allowed} ${another}`],
    [
      "encrypted",
      `is encrypted. ${allowed} Fix: decrypt it on the way: openssl pkey -in FILE | npm run keygen -- --from -.`,
    ],
    ["encryptedPkcs1", `is encrypted. ${allowed} Fix: decrypt it`],
    ["public", `holds a public key. ${allowed} Fix: give the private key.`],
  ] as const)("is refused where it is %s", async (form, message) => {
    const { status, out, err } = await keygen(["--from", "-", "--output", pem], PEM[form]);
    expect({ status, out }).toEqual({ status: 3, out: "" });
    expect(err).toContain(`--from - ${message}`);
    expect(err).toMatch(/ \(private-key\)\n$/);
    expect(() => statSync(pem)).toThrow("ENOENT");
  });

  test("is refused where it is none, and not repeated", async () => {
    const { status, err } = await keygen(["--from", "-"], "hush-hush");
    expect(status).toBe(3);
    expect(err).toBe(`--from - holds no private key in PEM. ${allowed} ${another} (private-key)\n`);
    expect((await keygen(["--from", pem])).err).toBe(
      `--from ${pem} cannot be read: there is no such file. Fix: name a file that you may read. (private-key)\n`,
    );
  });
});

describe("the stack's file", () => {
  test("is shown what it takes", async () => {
    const { out } = await keygen([...ofStack("etl-loader"), "--output", pem]);
    const { credential } = parse(out);
    const settings = validSettings({ accounts: [validAccount({ credential })] });
    expect(parseSettings(settings).accounts[0]?.credential.kind).toBe("private_key_jwt");
  });

  test("gets a key beside those of the account, and keeps its comments", async () => {
    const before = stackFile();
    const { status, out } = await keygen([...ofStack("etl-loader"), "--output", pem, "--write"]);
    expect(status).toBe(0);
    const added = out
      .split("\n")
      .slice(1, -1)
      .map((line) => line.replace(/^\+ /, ""));
    expect(added).toHaveLength(4);
    expect(out.startsWith("Pulumi.prod.yaml:\n+             - kty: RSA\n")).toBe(true);
    expect(stackFile()).toBe(
      before.replace(
        "    - name: graph-reporting",
        `${added.join("\n")}\n    - name: graph-reporting`,
      ),
    );
    expect(
      parse(stackFile()).config["neo4j-okta:accounts"][0].credential.privateKeyJwt.jwks,
    ).toHaveLength(2);
  });

  test.each([["client_secret"], ["{ privateKeyJwt: { jwks: [] } }"]])(
    "gets a key in the place of %s",
    async (credential) => {
      const text = stackFile().replace(
        /credential:\n {8}privateKeyJwt:\n {10}#.*\n {10}jwks:\n(?: {12}.*\n)+/,
        `credential: ${credential}\n`,
      );
      writeFileSync(join(folder, "Pulumi.prod.yaml"), text);
      const { status, err } = await keygen([...ofStack("etl-loader"), "--output", pem, "--write"]);
      expect(err).toContain("private key in");
      const notice =
        "It was on a client secret: from the next npm run up on, Okta takes its key alone.\n";
      expect(err.endsWith(notice)).toBe(credential === "client_secret");
      expect(status).toBe(0);
      const [account] = parse(stackFile()).config["neo4j-okta:accounts"];
      expect(account.credential.privateKeyJwt.jwks).toHaveLength(1);
    },
  );

  test.each([
    [
      "an account that is not there",
      "etl-loder",
      "account-unknown",
      "Pulumi.prod.yaml has no account etl-loder. It has etl-loader, graph-reporting. Fix: write etl-loader; else npm run account -- add.",
    ],
    [
      "keys that Okta fetches",
      "graph-reporting",
      "keygen-served",
      "Pulumi.prod.yaml: Okta fetches the keys of graph-reporting from https://keys.example.com/graph-reporting.json. Fix: leave --write out; --jwks FILE writes the document that is served there.",
    ],
  ])("is not touched for %s, and no key is made", async (_name, account, code, message) => {
    const before = stackFile();
    expect(await keygen([...ofStack(account), "--output", pem, "--write"])).toEqual({
      status: 3,
      out: "",
      err: `${message} (${code})\n`,
    });
    expect(stackFile()).toBe(before);
    expect(() => statSync(pem)).toThrow("ENOENT");
  });

  test("is not touched where the settings would be refused", async () => {
    const first = await keygen([...ofStack("etl-loader"), "--output", pem, "--write"]);
    const again = await keygen([...ofStack("etl-loader"), "--from", pem, "--write"]);
    expect([first.status, again.status]).toEqual([0, 3]);
    expect(again.err).toContain(
      "Pulumi.prod.yaml stays as it is; the settings would be refused:\n",
    );
    expect(again.err).toMatch(/\(stack-edit-refused\)\n$/);
  });
});

test.each([
  [[], "say where the private key goes: --output FILE, --secret NAMESPACE/NAME or --to COMMAND"],
  [["--output", "a", "--to", "b"], "give one of --output, --secret and --to"],
  [
    ["--output", "a/b", "--jwks", "./a/b"],
    "--output and --jwks are one file: the public key would take the private key's place",
  ],
  [["--output", "-"], "--output takes a file: a private key is never printed"],
  [
    ["--from", "a", "--size", "2048"],
    "--size is of a key that is made, not of one that is given by --from",
  ],
  [
    ["--from", "a", "--account", "b", "--identity", "rotator"],
    "give one of --account and --identity",
  ],
  [["--from", "a", "--write", "--account", "b"], "--write needs --account NAME and --stack NAME"],
  [["--to", " "], "--to takes a command"],
  [["--secret", "a"], "--secret a is no NAMESPACE/NAME of a Secret"],
  [["--secret", "a/b/c"], "--secret a/b/c is no NAMESPACE/NAME of a Secret"],
])("%j is refused", async (argv, message) => {
  expect(await keygen(argv)).toEqual({
    status: 2,
    out: "",
    err: `${message}. See npm run keygen -- --help. (keygen-usage)\n`,
  });
});
