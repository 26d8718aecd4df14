import { beforeEach, describe, expect, test } from "vitest";
import type { AuthorizationServer, Claim } from "../../../okta/entities.ts";
import { evaluateClaims, inIdToken, inUserInfo } from "../../../okta/tokens/claims.ts";
import type { Person } from "../../../okta/tokens/people/person.ts";
import { app, authorizationServer, claim } from "./world.ts";

let server: AuthorizationServer;

beforeEach(async () => {
  server = await authorizationServer();
});

const client = app({ profile: { neo4j_groups: ["reader"], none: [], one: "reader" } });

function evaluate(claims: Claim[], profile = client.profile) {
  const subject = { app: { ...client, profile }, scopes: ["neo4j_groups"] };
  return evaluateClaims({ ...server, claims }, subject);
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

describe("of a person", () => {
  const profile = { login: "ada@example.com", email: "ada@example.com" };
  const person: Person = {
    user: { id: "00uAda", profile: { ...profile, firstName: "Ada", lastName: "Byron" } },
    appUser: { userName: "ada", profile: { desk: 7 } },
    groups: ["Everyone", "neo4j-admin", "neo4j-reader", "old-neo4j"].map((name) => ({
      ...{ id: name, name },
    })),
  } as unknown as Person;
  const evaluateFor = (claims: Claim[], chosen?: (claim: Claim) => boolean) =>
    evaluateClaims(
      { ...server, claims },
      { app: client, scopes: ["neo4j_groups"], person },
      ...(chosen ? [chosen] : []),
    );
  const groups = (groupFilterType: Claim["groupFilterType"] & string, value: string) =>
    claim("groups", value, { valueType: "GROUPS", groupFilterType });

  test.each<[string, Claim, Record<string, unknown>]>([
    [
      "groups by beginning",
      groups("STARTS_WITH", "neo4j-"),
      { groups: ["neo4j-admin", "neo4j-reader"] },
    ],
    [
      "groups by part",
      groups("CONTAINS", "neo4j"),
      { groups: ["neo4j-admin", "neo4j-reader", "old-neo4j"] },
    ],
    ["groups by name", groups("EQUALS", "neo4j-admin"), { groups: ["neo4j-admin"] }],
    [
      "groups by a pattern",
      groups("REGEX", "neo4j-.*|Ever"),
      { groups: ["neo4j-admin", "neo4j-reader"] },
    ],
    ["no groups", groups("EQUALS", "neo4j"), {}],
    [
      "groups by an expression",
      claim("a", "Groups.startsWith('OKTA', 'neo4j-', 100)"),
      { a: ["neo4j-admin", "neo4j-reader"] },
    ],
    [
      "no more than asked for",
      claim("a", "Groups.contains('OKTA', 'neo4j', 1)"),
      { a: ["neo4j-admin"] },
    ],
    [
      "groups by their end",
      claim("a", "Groups.endsWith('OKTA', 'neo4j', 9)"),
      { a: ["old-neo4j"] },
    ],
    ["no groups by an expression", claim("a", "Groups.contains('OKTA', 'x', 9)"), {}],
    [
      "groups of a list",
      claim("a", "getFilteredGroups({'old-neo4j', 'x'}, 'group.name', 9)"),
      { a: ["old-neo4j"] },
    ],
    [
      "whether in a group",
      claim("a", "isMemberOfGroupName('neo4j-admin') ? 'y' : 'n'"),
      { a: "y" },
    ],
    ["whether in a group by id", claim("a", "isMemberOfGroup('x') ? 'y' : 'n'"), { a: "n" }],
    ["the login", claim("a", "user.login"), { a: "ada@example.com" }],
    ["the name at the app", claim("a", "appuser.userName"), { a: "ada" }],
    ["what the app knows", claim("a", "appuser.desk"), { a: 7 }],
    ["what nobody said", claim("a", "appuser.chair"), {}],
    [
      "a choice by whether there is a user",
      claim("sub", "(appuser != null) ? appuser.userName : app.clientId"),
      { sub: "ada" },
    ],
    ["the app's own profile", claim("a", "app.profile.one"), { a: "reader" }],
    ["an attribute that the app does not have", claim("a", "app.profile.neo4j_missing"), {}],
  ])("%s", (_, only, claims) => {
    expect(evaluateFor([only])).toEqual(claims);
  });

  test("an ID token has the claims that are always in it, user info has all", () => {
    const rare = { claimType: "IDENTITY", alwaysIncludeInToken: false } as const;
    const claims = [claim("a", "1", { claimType: "IDENTITY" }), claim("b", "2", rare)];
    expect(evaluateFor(claims, inIdToken)).toEqual({ a: 1 });
    expect(evaluateFor(claims, inUserInfo)).toEqual({ a: 1, b: 2 });
    expect(evaluateFor(claims)).toEqual({});
  });

  test("a filter that more than 100 groups match is refused", () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ id: `${index}`, name: `g${index}` }));
    const of = (count: number) =>
      evaluateClaims(
        { ...server, claims: [groups("STARTS_WITH", "g")] },
        { app: client, scopes: [], person: { ...person, groups: many.slice(0, count) } },
      );
    expect(of(100).groups).toHaveLength(100);
    expect(() => of(101)).toThrow(
      expect.objectContaining({
        code: "server_error",
        message:
          "The groups claim matched too many groups and must be configured to match fewer groups.",
      }),
    );
  });

  test.each([
    "Groups.startsWith('OKTA', 'neo4j-')",
    "Groups.startsWith('OKTA', 'neo4j-', 101)",
    "getFilteredGroups({'x'}, 'group.secret', 9)",
    "user.shoeSize.length()",
  ])("an expression that cannot be evaluated is refused: %s", (source) => {
    expect(() => evaluateFor([claim("a", source)])).toThrow(
      expect.objectContaining({ message: "The 'a' user claim could not be evaluated." }),
    );
  });

  test("a pattern that is none is refused", () => {
    expect(() => evaluateFor([groups("REGEX", "(")])).toThrow(
      expect.objectContaining({
        code: "server_error",
        message: "The 'groups' user claim could not be evaluated.",
      }),
    );
  });
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
