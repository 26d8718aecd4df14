import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenize } from "../../../neo4j/cypher/tokens.ts";
import { Neo4jError } from "../../../neo4j/security/types.ts";
import { refusalOf } from "../server-fakes.ts";

const contents = (statement: string) =>
  tokenize(statement).map(({ offset: _offset, end: _end, ...content }) => content);

test("names, parameters, symbols and blanks", () => {
  expect(contents("MATCH (n:`My ``Label`)\n // a comment\n <= /* more */ $x $`a b`;")).toEqual([
    { kind: "name", text: "MATCH", quoted: false },
    { kind: "symbol", text: "(" },
    { kind: "name", text: "n", quoted: false },
    { kind: "symbol", text: ":" },
    { kind: "name", text: "My `Label", quoted: true },
    { kind: "symbol", text: ")" },
    { kind: "symbol", text: "<=" },
    { kind: "parameter", name: "x" },
    { kind: "parameter", name: "a b" },
    { kind: "symbol", text: ";" },
    { kind: "end" },
  ]);
});

test.each([
  ["1", { kind: "integer", value: 1n }],
  ["0x1F", { kind: "integer", value: 31n }],
  ["0o17", { kind: "integer", value: 15n }],
  ["1.5", { kind: "float", value: 1.5 }],
  [".5", { kind: "float", value: 0.5 }],
  ["6.02e23", { kind: "float", value: 6.02e23 }],
  ["1E-3", { kind: "float", value: 0.001 }],
  ["'it''s'", { kind: "string", value: "it" }],
  ["'a\\'b\\n\\u00DF'", { kind: "string", value: "a'b\nß" }],
  ['"say \\"hi\\""', { kind: "string", value: 'say "hi"' }],
  ["Größe_2", { kind: "name", text: "Größe_2", quoted: false }],
  ["𝒳", { kind: "name", text: "𝒳", quoted: false }],
])("%s", (statement, token) => {
  expect(contents(statement)[0]).toEqual(token);
});

test("offsets delimit the text", () => {
  const statement = "RETURN  'x' AS `y`";
  const texts = tokenize(statement).map(({ offset, end }) => statement.slice(offset, end));
  expect(texts).toEqual(["RETURN", "'x'", "AS", "`y`", ""]);
});

test.each([
  ["RETURN 'open", "'", 7],
  ["RETURN `open", "`", 7],
  ["RETURN '\\q'", "\\q", 9],
  ["RETURN '\\u00G0'", "\\u", 9],
  ["RETURN 12ab", "12a", 9],
  ["RETURN 0xZZ", "0xZZ", 7],
  ["RETURN 0o9", "0o9", 7],
  ["RETURN #", "#", 7],
  ["RETURN $", "", 8],
  ["/* open", "/*", 0],
])("%j is refused with the place", async (statement, found, offset) => {
  const { code, message } = await refusalOf(() => tokenize(statement));
  expect(code).toBe("Neo.ClientError.Statement.SyntaxError");
  expect(message).toContain(`Invalid input '${found}': expected `);
  expect(message).toContain(`(line 1, column ${offset + 1} (offset: ${offset}))`);
});

test("an integer of more than 64 bits is too large", async () => {
  expect((await refusalOf(() => tokenize("RETURN 9223372036854775809"))).message).toMatch(
    /^integer is too large \(line 1, column 8/,
  );
});

test("the place is shown by line and column", async () => {
  const { message } = await refusalOf(() => tokenize("RETURN 1,\n  #\n"));
  expect(message).toMatch(/ \(line 2, column 3 \(offset: 12\)\)\n" {2}#"\n {3}\^$/);
});

test("a statement about passwords is not repeated", async () => {
  const { message } = await refusalOf(() => tokenize("ALTER USER x SET PASSWORD 'hunter2' #"));
  expect(message).not.toContain("hunter2");
  expect(message).toMatch(/\(offset: 36\)\)$/);
});

test("a statement that is too long is refused without being repeated", async () => {
  const { message } = await refusalOf(() => tokenize(`RETURN '${"x".repeat(100_000)}'`));
  expect(message).toContain("expected a statement of at most 100000 characters");
  expect(message.length).toBeLessThan(800);
});

test("any text is split or refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-composite", maxLength: 80 }), (text) => {
      try {
        expect(tokenize(text).at(-1)?.kind).toBe("end");
      } catch (error) {
        expect(error).toBeInstanceOf(Neo4jError);
      }
    }),
    { numRuns: 1000 },
  );
});
