import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseGroupToRoleMapping } from "../../../neo4j/config/group-to-role.ts";

const parse = (text: string) => Object.fromEntries(parseGroupToRoleMapping("m", text));

describe("parseGroupToRoleMapping", () => {
  test.each([
    ["nothing", "", {}],
    ["blanks only", " \n ", {}],
    ["a quoted group", '"neo4j_admin"=admin', { neo4j_admin: ["admin"] }],
    ["single quotes", "'a b'=admin", { "a b": ["admin"] }],
    ["a bare group", "a=reader", { a: ["reader"] }],
    ["blanks around = and after ;", '"a" = admin; "b" = reader', { a: ["admin"], b: ["reader"] }],
    ["several roles", '"a"=reader,editor', { a: ["reader", "editor"] }],
    ["an inner role with its blank", "a=editor, publisher", { a: ["editor", " publisher"] }],
    ["a semicolon at the end", '"a"=reader;', { a: ["reader"] }],
    ["an equals sign in quotes", '"a=b"=reader', { "a=b": ["reader"] }],
    ["a bare single letter before two equals signs", "a=b=r", { a: ["b=r"] }],
    ["one layer of quotes too many", `'"neo4j_admin"=admin'`, { '\'"neo4j_admin"': ["admin'"] }],
    ["no role", '"a"=', { a: [""] }],
    ["the later of two equal groups", "a=reader;a=admin", { a: ["admin"] }],
  ])("reads %s", (_, text, mapping) => {
    expect(parse(text)).toEqual(mapping);
  });

  test.each([
    ["no equals sign", "admin"],
    ["an empty group", "=admin"],
    ["quotes around nothing", '""'],
    ["a semicolon in quotes", '"a;b"=r'],
    ["an empty piece", '"a"=r;;"b"=r'],
    ["a blank after the last semicolon", '"a"=r; '],
    ["a backslash after the last semicolon", '"a"=r;\\'],
    ["a line break within a piece", '"a"=r;"b\n"=r'],
  ])("refuses %s", (_, text) => {
    expect(() => parse(text)).toThrow("Failed to parse setting m: wrong number of fields");
  });

  test("reads back any canonical mapping", () => {
    const group = fc.stringMatching(/^[A-Za-z0-9_ .=,'-]{0,20}[A-Za-z0-9_]$/);
    const roles = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(group, roles), { selector: ([name]) => name }),
        (pairs) => {
          const text = pairs.map(([name, list]) => `"${name}"=${list.join(",")}`).join(";");
          expect(parseGroupToRoleMapping("m", text)).toEqual(new Map(pairs));
        },
      ),
    );
  });

  test("answers any text with a mapping or with its one refusal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        try {
          parseGroupToRoleMapping("m", text);
        } catch (error) {
          expect((error as Error).message).toBe(
            "Failed to parse setting m: wrong number of fields",
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
});
