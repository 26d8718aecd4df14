import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { settled } from "../support/pulumi.ts";
import { publicJwk } from "../support/settings.ts";
import { KEYS, PLAN, RIGHTS, recordBootstrap, recordPlan } from "./program.ts";

function example(): Record<string, unknown> {
  const file = new URL("../../bootstrap/Pulumi.example.yaml", import.meta.url);
  const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  const entries = Object.entries(config);
  return Object.fromEntries(entries.map(([key, value]) => [key.split(":")[1], value]));
}

// After a change that is meant to change the graph: npx vitest run test/bootstrap -u
test("the example declares the committed graph", async () => {
  const { resources } = await recordBootstrap(example(), { stack: "example" });
  await expect(`${JSON.stringify(resources, null, 2)}\n`).toMatchFileSnapshot(
    "../golden/bootstrap.json",
  );
});

test("the outputs say how to be each identity, without a secret", async () => {
  const { result } = await recordBootstrap(example(), { stack: "example" });
  const { value, secret } = await settled(pulumi.output(result));
  expect(secret).toBe(false);
  expect(Object.keys(value)).toEqual(["deployer", "reviewer", "rotator"]);
  expect(value.reviewer).toEqual({
    clientId: "example-reviewer",
    tokenEndpoint: "https://example.okta.com/oauth2/v1/token",
    scopes: ["okta.apps.read", "okta.authorizationServers.read"],
    provider: {
      "okta:clientId": "example-reviewer",
      "okta:scopes": ["okta.apps.read", "okta.authorizationServers.read"],
    },
  });
});

test("an identity that the plan does not have is not declared", async () => {
  const { result, resources } = await recordPlan(PLAN);
  expect(Object.keys(result)).toEqual(["deployer"]);
  expect(resources.filter(({ name }) => !name.startsWith("prod-deployer"))).toEqual([]);
});

test("inline keys reach the app as they are", async () => {
  const jwks = [publicJwk("new"), publicJwk("old")];
  const { resources } = await recordPlan(PLAN, { keys: { deployer: { jwks } } });
  const app = resources.find(({ name }) => name === "prod-deployer-app");
  expect(app?.inputs).toMatchObject({ jwks, tokenEndpointAuthMethod: "private_key_jwt" });
});

test("one key may be given twice to one identity, not to two", async () => {
  const key = publicJwk("one");
  const keys = { ...KEYS, deployer: { jwks: [key, { ...key, kid: "two" }] } };
  const identities = { deployer: RIGHTS };
  await expect(recordPlan({ ...PLAN, identities }, { keys })).resolves.toBeDefined();
});
