import { expect, test } from "vitest";
import type { Org } from "../../okta/org.ts";
import { assertNothingLeft, oktaInventory } from "../../run/leftovers.ts";

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
    apps: kept({ label: "etl-loader" }),
    groups: kept({ profile: { name: "readers" } }),
    adminRoles: kept({ label: "deployer" }),
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
    "app etl-loader",
    "authorization server default",
    "claim groups of default",
    "group readers",
    "policy neo4j of default",
    "resource set clients",
    "role deployer",
    "rule accounts of neo4j",
    "scope neo4j_groups of default",
    "trusted origin browser",
  ]);
});
