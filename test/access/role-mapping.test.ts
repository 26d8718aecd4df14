import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupFault } from "../../access/groups.ts";
import {
  formatRoleMapping,
  mappedRoles,
  RoleMappingError,
  readsAsRoleMapping,
} from "../../access/role-mapping.ts";
import { roleFault } from "../../access/roles.ts";
import { readAsNeo4j } from "../support/neo4j-mapping.ts";

const text = fc.string({ unit: "binary", maxLength: 12 });
const group = fc
  .oneof(text, fc.constantFrom("a=b", "a, b", "it's", "É", "'x'", "=", "a'='b"))
  .filter((value) => groupFault(value) === undefined);
const role = fc
  .oneof(text, fc.constantFrom("admin", "team.writer"))
  .filter((value) => roleFault(value) === undefined);
const mapping = fc
  .uniqueArray(fc.tuple(group, fc.uniqueArray(role, { minLength: 1, maxLength: 4 })), {
    selector: ([name]) => name.toLowerCase(),
    maxLength: 6,
  })
  .map((entries) => Object.fromEntries(entries));

describe("formatRoleMapping", () => {
  test("quotes groups, sorts both sides and adds nothing", () => {
    expect(
      formatRoleMapping({ neo4j_reader: ["reader"], neo4j_admin: ["publisher", "admin"] }),
    ).toBe('"neo4j_admin"=admin,publisher;"neo4j_reader"=reader');
  });

  test("writes an empty mapping as an empty text", () => {
    expect(formatRoleMapping({})).toBe("");
  });

  test("gives the same bytes whatever the order of the input", () => {
    fc.assert(
      fc.property(mapping, (groups) => {
        const reversed = Object.fromEntries(
          Object.entries(groups)
            .reverse()
            .map(([name, roles]) => [name, [...roles].reverse()]),
        );
        expect(formatRoleMapping(reversed)).toBe(formatRoleMapping(groups));
      }),
    );
  });

  test("never writes a text that Neo4j reads otherwise or refuses", () => {
    fc.assert(
      fc.property(mapping, (groups) => {
        const written = formatRoleMapping(groups);
        const read = readAsNeo4j(written);
        expect([...read.keys()].sort()).toEqual(Object.keys(groups).sort());
        for (const [name, roles] of Object.entries(groups)) {
          expect(read.get(name)?.toSorted()).toEqual(roles.toSorted());
        }
        expect(readsAsRoleMapping(written)).toBe(true);
        expect(/^\s*\$\(/.test(written)).toBe(false);
      }),
    );
  });

  test("refuses any group or role that would not survive, or writes it faithfully", () => {
    fc.assert(
      fc.property(text, text, (name, granted) => {
        let written: string;
        try {
          written = formatRoleMapping({ [name]: [granted] });
        } catch (error) {
          expect(error).toBeInstanceOf(RoleMappingError);
          return;
        }
        expect([...readAsNeo4j(written)]).toEqual([[name, [granted]]]);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [{ "": ["admin"] }, 'group "" is empty'],
    [{ "a;b": ["admin"] }, 'group "a;b" holds ";", which would break the mapping text'],
    [{ 'a"b': ["admin"] }, 'group "a\\"b" holds "\\"", which would break the mapping text'],
    [{ "a\nb": ["admin"] }, 'group "a\\nb" holds "\\n", which would break the mapping text'],
    [{ " a": ["admin"] }, 'group " a" begins or ends with white space'],
    [{ "a$(b)": ["admin"] }, 'group "a$(b)" holds "$(", which could trigger command expansion'],
    [{ a: [] }, 'group "a" has no role'],
    [{ a: ["x,y"] }, 'role "x,y" holds ",", which would break the mapping text'],
    [{ a: ["x y"] }, 'role "x y" holds " ", which would break the mapping text'],
    [{ a: ["x=y"] }, 'role "x=y" holds "=", which would break the mapping text'],
    [{ a: ["public"] }, 'role "public" is implied for every login and cannot be mapped'],
    [{ A: ["admin"], a: ["reader"] }, 'groups "A" and "a" differ only in case'],
  ])("refuses %j", (groups, message) => {
    expect(() => formatRoleMapping(groups)).toThrowError(
      expect.objectContaining({ code: "role-mapping", message }),
    );
  });
});

/** True when a reader does not throw. */
function accepted(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

describe("readsAsRoleMapping", () => {
  test.each([
    ['"neo4j_admin"=admin', true],
    ['"neo4j_admin"=admin;', true],
    ["a = editor, publisher", true],
    ["", true],
    ['"a"=b; ', false],
    ['"a;b"=c', false],
    ["admin", false],
    ["abc=def", true],
    ["  a  =  b  ", true],
    ["a=", true],
    ["''=b", true],
    ["==b", true],
    ["=b", false],
    [" =b", false],
    ["a=b;;", true],
    ["a=b;;c=d", false],
    ["a=b;c", false],
    ["a\nb=c", false],
    ["a=b\nc", false],
  ])("%j: %s", (written, readable) => {
    expect(readsAsRoleMapping(written)).toBe(readable);
    expect(accepted(() => readAsNeo4j(written))).toBe(readable);
  });
});

test.each([
  ["a=admin", ["admin"]],
  ['"a=b"=  "Admin" , \'reader\' ;x=editor', ["admin", "reader", "editor"]],
  ["a=it's", ["it's"]],
  ["", [""]],
])("%j may grant %j", (text, roles) => {
  expect(mappedRoles(text)).toEqual(roles);
});
