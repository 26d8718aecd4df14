import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { calculateJwkThumbprint, type JWK } from "jose";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { KEYS, PLAN, recordPlan } from "./program.ts";

const PAGE = readFileSync(new URL("../../docs/bootstrap.md", import.meta.url), "utf8");

test("the line that docs/bootstrap.md shows prints the public half of a key, and that is accepted", async () => {
  const script = /^ *node -e '(.*)' < deployer\.pem$/m.exec(PAGE)?.[1] ?? "";
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const input = privateKey.export({ format: "pem", type: "pkcs8" });
  const key = JSON.parse(
    execFileSync(process.execPath, ["-e", script], { input, encoding: "utf8" }),
  ) as JWK;
  expect(Object.keys(key)).toEqual(["kty", "kid", "n", "e"]);
  expect(key.kid).toBe(await calculateJwkThumbprint(key));
  await expect(recordPlan(PLAN, { keys: { deployer: { jwks: [key] } } })).resolves.toBeDefined();
});

test("the configuration that docs/bootstrap.md shows is accepted as it stands", async () => {
  const [snippet = ""] = [...PAGE.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text);
  const { config } = parse(snippet);
  expect(Object.keys(config["neo4j-okta-bootstrap:keys"])).toEqual(Object.keys(KEYS));
  const [orgUrl, keys] = ["orgUrl", "keys"].map((key) => config[`neo4j-okta-bootstrap:${key}`]);
  await expect(recordPlan(PLAN, { orgUrl, keys })).resolves.toBeDefined();
});
