import { describe, expect, test } from "vitest";
import { effectiveRoles } from "../../access/effective-access.ts";
import { groupFault } from "../../access/groups.ts";
import { isBuiltInRole, roleFault } from "../../access/roles.ts";
import { lookAlikes } from "../../access/text.ts";

describe("effectiveRoles", () => {
  const mapping = { a: ["reader", "editor"], b: ["editor", "admin"] };

  test.each([
    [
      ["a", "b"],
      ["admin", "editor", "reader"],
    ],
    [["b"], ["admin", "editor"]],
    [["unmapped"], []],
    [["constructor", "__proto__"], []],
    [[], []],
  ])("groups %j have roles %j", (groups, roles) => {
    expect(effectiveRoles(groups, mapping)).toEqual(roles);
  });
});

describe("groupFault", () => {
  test.each(["neo4j_admin", "a=b", "a, b", "it's", "Größe", "CN=x,OU=y"])("takes %j", (group) => {
    expect(groupFault(group)).toBeUndefined();
  });

  test.each(["", " a", "a ", "a;b", 'a"b', "a\tb", "a\u2028b", "$(id)", "g".repeat(256)])(
    "refuses %j",
    (group) => {
      expect(groupFault(group)).toMatch(/^(is|begins|holds) /);
    },
  );

  test.each([
    ["neo4j_reader\u200b", "holds U+200B, which nobody can see"],
    ["\u202eredaer", "holds U+202E, which nobody can see"],
    ["\ud800", "holds U+D800, which nobody can see"],
    ["cafe\u0301", "writes an accent as a character of its own"],
    ["neo4j_re\u0430der", "holds U+0430, which looks like a Latin letter"],
  ])("refuses %j, which looks like another: %s", (group, fault) => {
    expect(groupFault(group)).toBe(fault);
  });

  test.each(["группа", "ομάδα", "caf\u00e9", "読者"])("takes %j, which is one script", (group) => {
    expect(groupFault(group)).toBeUndefined();
  });
});

describe("roleFault", () => {
  test.each(["admin", "team.writer", "role-1"])("takes %j", (role) => {
    expect(roleFault(role)).toBeUndefined();
  });

  test.each(["", "a b", "a,b", "a;b", "a=b", "a'b", 'a"b', "PUBLIC", "$(id)", "re\u0430der"])(
    "refuses %j",
    (role) => {
      expect(roleFault(role)).toMatch(/^(is|holds) /);
    },
  );
});

test("only a role that exists without CREATE ROLE is built in; the case counts", () => {
  expect(["reader", "admin", "Reader", "auditor"].filter(isBuiltInRole)).toEqual([
    "reader",
    "admin",
  ]);
});

describe("lookAlikes", () => {
  test("names the earlier one that a reader could take a name for", () => {
    expect(lookAlikes(["team1", "teaml", "Team1", "other"])).toEqual(
      new Map([
        ["teaml", "team1"],
        ["Team1", "team1"],
      ]),
    );
  });

  test("a name that is given twice is no look-alike", () => {
    expect(lookAlikes(["a", "a", "b"])).toEqual(new Map());
  });
});
