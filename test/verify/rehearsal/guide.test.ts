import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { AccessAccount, AccessContract } from "../../../access/contract.ts";
import { guide } from "../../../verify/rehearsal/guide.ts";

const TOKEN_ENDPOINT = "http://127.0.0.1:1/oauth2/default/v1/token";
const FILES = { contract: "/tmp/run/access.json", secrets: "/tmp/run/secrets" };

function account(name: string, change: Partial<AccessAccount> = {}): AccessAccount {
  const credential = "client_secret_basic" as const;
  return { name, clientId: name, credential, groups: [], roles: [], disabled: false, ...change };
}

function print(...accounts: AccessAccount[]): string {
  const contract = {
    issuer: "http://127.0.0.1:1/oauth2/default",
    tokenEndpoint: TOKEN_ENDPOINT,
    scope: "neo4j_groups",
    accounts,
  };
  return guide(contract as AccessContract, "bolt://127.0.0.1:2", FILES);
}

test("prints a curl line that a shell reads as meant, whatever the client id holds", () => {
  const lines = print(account("etl", { clientId: "it's$HOME" })).split("\n");
  const first = lines.findIndex((text) => text.startsWith("printf "));
  const command = lines.slice(first, first + 2).join("\n");
  const words = execFileSync("sh", [
    "-c",
    `cat() { printf S; }; curl() { read -r line; printf '%s\\n' "$line" "$@"; }; ${command}`,
  ])
    .toString()
    .split("\n");
  expect(words[0]).toBe('user = "it\'s$HOME:S"');
  expect(words.at(-2)).toBe(TOKEN_ENDPOINT);
  expect(words.slice(1).join(" ")).not.toContain("it's");
});

test("reads the secret from its file and never prints it", () => {
  expect(print(account("etl"))).toContain('open("/tmp/run/secrets/etl")');
});

test("shows the examples for an account that gets a token by its secret", () => {
  const text = print(
    account("off", { disabled: true }),
    account("keyed", { credential: "private_key_jwt" }),
    account("etl"),
  );
  expect(text).toContain('auth=("etl", secret)');
  expect(text).toContain('GraphDatabase.driver("bolt://127.0.0.1:2"');
  expect(text).not.toMatch(/off|keyed/);
});

test("leaves the examples out when no account has a secret", () => {
  expect(print(account("keyed", { credential: "private_key_jwt" }))).toBe(
    [
      "issuer            http://127.0.0.1:1/oauth2/default",
      "contract          /tmp/run/access.json",
      "secrets           /tmp/run/secrets (a file per account; break-glass.password for user neo4j)",
      "",
    ].join("\n"),
  );
});

test("shows where to knock, a token by curl and a query by the Python driver", async () => {
  await expect(print(account("etl"))).toMatchFileSnapshot("../../golden/verify/guide.txt");
});
