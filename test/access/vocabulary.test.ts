import { describe, expect, test } from "vitest";
import { effectiveRoles } from "../../access/effective-access.ts";
import { groupFault } from "../../access/groups.ts";
import { isBuiltInRole, misspelledBuiltInRole, roleFault } from "../../access/roles.ts";

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

  test.each(["", " a", "a ", "a;b", 'a"b', "a\tb", "a\u2028b", "$(id)"])("refuses %j", (group) => {
    expect(groupFault(group)).toMatch(/^(is|begins|holds) /);
  });
});

describe("roleFault", () => {
  test.each(["admin", "team.writer", "role-1"])("takes %j", (role) => {
    expect(roleFault(role)).toBeUndefined();
  });

  test.each(["", "a b", "a,b", "a;b", "a=b", "a'b", 'a"b', "PUBLIC", "$(id)"])(
    "refuses %j",
    (role) => {
      expect(roleFault(role)).toMatch(/^(is|holds) /);
    },
  );
});

describe("misspelledBuiltInRole", () => {
  test.each([
    ["Admin", "admin"],
    ["reder", "reader"],
    ["readers", "reader"],
    ["editro", undefined],
    ["publishr", "publisher"],
    ["reader", undefined],
    ["auditor", undefined],
  ])("%j is meant as %j", (role, meant) => {
    expect(misspelledBuiltInRole(role)).toBe(meant);
    expect(isBuiltInRole(role)).toBe(role === "reader");
  });
});
