import { expect, test } from "vitest";
import type { Org } from "../../okta/org.ts";
import { assertNothingLeft, inventory, oktaInventory } from "../../run/leftovers.ts";
import type { World } from "../../run/world.ts";

test("accepts what was there before", () => {
  expect(() => assertNothingLeft(["app a", "scope s"], ["scope s", "app a"])).not.toThrow();
});

test("names everything that a destroy forgot", () => {
  expect(() => assertNothingLeft(["app a"], ["app a", "app b", "Helm release db/neo4j"])).toThrow(
    expect.objectContaining({
      code: "leftovers",
      message: expect.stringContaining("this is still there: app b; Helm release db/neo4j."),
    }),
  );
});

test("sees every kind of object that a stack may declare at Okta", () => {
  const kept = <T>(object: T) => new Map([["id", object]]);
  const org = {
    apps: kept({ label: "etl-loader", grants: [{ scopeId: "okta.apps.read" }] }),
    groups: kept({ profile: { name: "readers" } }),
    adminRoles: kept({ label: "deployer" }),
    clientRoles: kept({ label: "deployer", clientId: "etl-loader" }),
    resourceSets: kept({ label: "clients" }),
    trustedOrigins: kept({ name: "browser" }),
    authorizationServers: kept({
      name: "default",
      scopes: [{ name: "neo4j_groups" }, { name: "openid", system: true }],
      claims: [{ name: "groups" }, { name: "sub", system: true }],
      policies: [{ name: "neo4j", rules: [{ name: "accounts" }] }],
    }),
  } as unknown as Org;
  expect(oktaInventory(org)).toEqual([
    "API scope okta.apps.read of etl-loader",
    "app etl-loader",
    "authorization server default",
    "claim groups of default",
    "group readers",
    "policy neo4j of default",
    "resource set clients",
    "role deployer",
    "role deployer of etl-loader",
    "rule accounts of neo4j",
    "scope neo4j_groups of default",
    "trusted origin browser",
  ]);
});

test("the inventory is the org's objects and the releases of every namespace, each once", async () => {
  const secret = (namespace: string, name?: string) => ({
    metadata: { namespace, ...(name === undefined ? {} : { labels: { name } }) },
  });
  let selector: unknown;
  const org = {
    apps: new Map(),
    groups: new Map([["1", { profile: { name: "neo4j-readers" } }]]),
    adminRoles: new Map(),
    clientRoles: new Map(),
    resourceSets: new Map(),
    trustedOrigins: new Map(),
    authorizationServers: new Map(),
  };
  const world = {
    okta: { org },
    api: {
      listSecretForAllNamespaces: async (request: { fieldSelector: string }) => {
        selector = request.fieldSelector;
        return { items: [secret("db", "neo4j"), secret("db", "neo4j"), secret("a")] };
      },
    },
  } as unknown as World;
  expect(await inventory(world)).toEqual([
    "group neo4j-readers",
    "Helm release a/?",
    "Helm release db/neo4j",
  ]);
  expect(selector).toBe("type=helm.sh/release.v1");
});
