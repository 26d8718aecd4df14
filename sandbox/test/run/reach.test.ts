import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { describeReach } from "../../run/reach.ts";

const reach = {
  access: {
    issuer: "http://127.0.0.1:1/oauth2/default",
    tokenEndpoint: "http://127.0.0.1:1/oauth2/default/v1/token",
    scope: "neo4j_groups",
    accounts: [
      { name: "off", clientId: "off-off", credential: "client_secret_basic", disabled: true },
      { name: "etl", clientId: "it's$HOME", credential: "client_secret_basic", disabled: false },
    ],
    neo4j: { namespace: "neo4j", release: "neo4j" },
  },
  oktaUrl: "http://127.0.0.1:1",
  boltUri: "bolt://127.0.0.1:2",
  httpUri: "http://127.0.0.1:3",
  kubeconfig: "/tmp/run/kubeconfig",
  handover: { contract: "/tmp/run/access.json", secrets: "/tmp/run/secrets" },
};

test("prints a curl line that a shell reads as meant, whatever the client id holds", () => {
  const line = describeReach(reach)
    .split("\n")
    .find((text) => text.startsWith("curl "));
  const words = execFileSync("sh", [
    "-c",
    `cat() { printf S; }; curl() { printf '%s\\n' "$@"; }; ${line}`,
  ])
    .toString()
    .split("\n");
  expect(words).toContain("it's$HOME:S");
  expect(words.at(-2)).toBe(reach.access.tokenEndpoint);
});

test("reads the secret from its file and never prints it", () => {
  expect(describeReach(reach)).toContain('open("/tmp/run/secrets/etl")');
});

test("leaves the examples out when no account has a secret", () => {
  const keysOnly = { ...reach, access: { ...reach.access, accounts: [] } };
  expect(describeReach(keysOnly)).not.toContain("curl");
});
