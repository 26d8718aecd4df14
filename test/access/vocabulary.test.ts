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

  const breaks = (shown: string) => `holds ${shown}, which would break the mapping text`;
  test.each([
    ["", "is empty"],
    [" a", "begins or ends with white space"],
    ["a ", "begins or ends with white space"],
    ["a;b", breaks('";"')],
    ['a"b', breaks('"\\""')],
    ["a\tb", breaks('"\\t"')],
    ["a\u2028b", breaks('"\u2028"')],
    ["a\u2029b", breaks('"\u2029"')],
    ["$(id)", 'holds "$(", which could trigger command expansion'],
    ["g".repeat(256), "is longer than 255 characters"],
  ])("refuses %j: %s", (group, fault) => {
    expect(groupFault(group)).toBe(fault);
  });

  test("takes the longest name there may be", () => {
    expect(groupFault("g".repeat(255))).toBeUndefined();
  });

  test.each([
    ["neo4j_reader\u200b", "holds U+200B, which nobody can see"],
    ["\u202eredaer", "holds U+202E, which nobody can see"],
    ["\ud800", "holds U+D800, which nobody can see"],
    ["cafe\u0301", "writes an accent as a character of its own"],
    ["a\u0600", "holds U+0600, which nobody can see"],
    ["a\ue000", "holds U+E000, which nobody can see"],
    ["a\u115f", "holds U+115F, which nobody can see"],
    ["a\ufdd0", "holds U+FDD0, which nobody can see"],
    ["a\u2800", "holds U+2800, which nobody can see"],
    ["a\u00a0b", "holds U+00A0, which nobody can see"],
    ["a\u{e0001}", "holds U+E0001, which nobody can see"],
    ["neo4j_re\u0430der", "holds U+0430, which looks like a Latin letter"],
    ["r\u03bfle", "holds U+03BF, which looks like a Latin letter"],
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

  const breaks = (shown: string) => `holds ${shown}, which would break the mapping text`;
  test.each([
    ["", "is empty"],
    ["a b", breaks('" "')],
    ["a,b", breaks('","')],
    ["a;b", breaks('";"')],
    ["a=b", breaks('"="')],
    ["a'b", breaks('"\'"')],
    ['a"b', breaks('"\\""')],
    ["a\u0007", breaks('"\\u0007"')],
    ["PUBLIC", "is implied for every login and cannot be mapped"],
    ["Public", "is implied for every login and cannot be mapped"],
    ["$(id)", 'holds "$(", which could trigger command expansion'],
    ["re\u0430der", "holds U+0430, which looks like a Latin letter"],
  ])("refuses %j: %s", (role, fault) => {
    expect(roleFault(role)).toBe(fault);
  });
});

test("only a role that exists without CREATE ROLE is built in; the case counts", () => {
  expect(["reader", "admin", "Reader", "auditor"].filter(isBuiltInRole)).toEqual([
    "reader",
    "admin",
  ]);
});

describe("lookAlikes", () => {
  test("names the earlier one that a reader could take a name for", () => {
    expect(lookAlikes(["team1", "teaml", "Team1", "teamI", "other"])).toEqual(
      new Map([
        ["teaml", "team1"],
        ["Team1", "team1"],
        ["teamI", "team1"],
      ]),
    );
  });

  test("a name that is given twice is no look-alike", () => {
    expect(lookAlikes(["a", "a", "b"])).toEqual(new Map());
  });
});
