import { beforeEach, describe, expect, test } from "vitest";
import type { AuthorizationServer, Claim } from "../../../okta/entities.ts";
import { evaluateClaims } from "../../../okta/tokens/claims.ts";
import { app, authorizationServer, claim } from "./world.ts";

let server: AuthorizationServer;

beforeEach(async () => {
  server = await authorizationServer();
});

const client = app({ profile: { neo4j_groups: ["reader"], none: [], one: "reader" } });

function evaluate(claims: Claim[], profile = client.profile) {
  return evaluateClaims({ ...server, claims }, { ...client, profile }, ["neo4j_groups"]);
}

test.each<[string, Claim, Record<string, unknown>]>([
  ["an array", claim("groups", "app.profile.neo4j_groups"), { groups: ["reader"] }],
  ["an empty array", claim("groups", "app.profile.none"), { groups: [] }],
  ["a string", claim("groups", "app.profile.one"), { groups: "reader" }],
  ["a null value", claim("groups", "appuser.neo4j_groups"), {}],
  ["a missing attribute", claim("groups", "app.profile.missing"), {}],
  ["a null branch", claim("groups", "false ? 'x' : null"), {}],
  ["an inactive claim", claim("groups", "'x'", { status: "INACTIVE" }), {}],
  ["an ID token claim", claim("groups", "'x'", { claimType: "IDENTITY" }), {}],
  ["a groups filter", claim("groups", ".*", { valueType: "GROUPS" }), {}],
  ["a claim of a granted scope", claim("a", "1", { scopes: ["b", "neo4j_groups"] }), { a: 1 }],
  ["a claim of another scope", claim("a", "broken(", { scopes: ["other"] }), {}],
  ["a name of JavaScript's own", claim("__proto__", "'x'"), { ["__proto__"]: "x" }],
])("%s", (_, only, claims) => {
  expect(evaluate([only])).toEqual(claims);
});

test("a client without a profile has null attributes", () => {
  expect(evaluate([claim("groups", "app.profile.neo4j_groups")], null)).toEqual({});
});

describe("refusals", () => {
  test.each<[string, Claim, string]>([
    ["bad syntax", claim("groups", "^x"), "The 'groups' user claim could not be evaluated."],
    ["an unknown name", claim("groups", "cool"), "The 'groups' user claim could not be evaluated."],
    [
      "an unknown function",
      claim("groups", "Groups.contains('OKTA', 'a', 9)"),
      "The 'groups' user claim could not be evaluated.",
    ],
    [
      "a subject that is null",
      claim("sub", "appuser.userName", { system: true }),
      "The 'sub' system claim could not be evaluated.",
    ],
  ])("%s", (_, only, message) => {
    expect(() => evaluate([only])).toThrow(
      expect.objectContaining({ status: 400, code: "server_error", message }),
    );
  });
});
