import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { Neo4jError } from "../../../neo4j/security/types.ts";
import { refusalOf } from "../server-fakes.ts";
import { World } from "./world.ts";

const SYNTAX = "Neo.ClientError.Statement.SyntaxError";
const TYPE = "Neo.ClientError.Statement.TypeError";

let run: World["run"];

beforeEach(() => {
  ({ run } = new World());
});

test.each([
  ["RETURN", "Invalid input '': expected an expression."],
  ["RETURN *", "Invalid input '*': expected an expression."],
  ["RETURN 1 2", "Invalid input '2': expected the end of the statement."],
  ["RETURN 1; RETURN 2", "Invalid input 'RETURN': expected the end of the statement."],
  ["MERGE (n:A)", "Invalid input 'MERGE': expected a statement."],
  ["", "Invalid input '': expected a statement."],
  ["MATCH (n)-[r]->(m) RETURN n", "Invalid input '-': expected 'RETURN' or 'DELETE'."],
  ["MATCH (n) WHERE n.x = 1 RETURN n", "Invalid input 'WHERE': expected 'RETURN' or 'DELETE'."],
  ["MATCH (n) DELETE m", "Variable `m` not defined"],
  ["MATCH (n) RETURN m", "Variable `m` not defined"],
  ["MATCH (n {k: n.x}) RETURN n", "Variable `n` not defined"],
  ["RETURN x", "Variable `x` not defined"],
  ["RETURN 1 AS a, 2 AS a", "Multiple result columns with the same name are not supported"],
  ["CREATE (a), (a)", "Variable `a` already declared"],
  ["CREATE (:)", "Invalid input ')': expected a label."],
  ["CREATE (:A {k 1})", "Invalid input '1': expected ':'."],
  ["CREATE (:A {k: 1)", "Invalid input ')': expected '}'."],
  ["MATCH (n) RETURN n, count(n)", "Grouping by other columns beside count() is not supported."],
  ["MATCH (n) RETURN count(n) + 1", "count() inside another expression is not supported."],
  ["MATCH (n {k: count(*)}) RETURN n", "count() inside another expression is not supported."],
  ["RETURN datetime()", "The function datetime with these arguments is not supported."],
  ["RETURN count(1, 2)", "The function count with these arguments is not supported."],
  ["RETURN 1 < 2 < 3", "A chain of comparisons is not supported."],
  ["RETURN 1 IS 2", "Invalid input '2': expected 'NULL'."],
  ["RETURN 9223372036854775808", "integer is too large"],
  ["CALL db.labels()", "Invalid input 'db': expected 'dbms.components()' after 'CALL'."],
  ["CALL dbms.components() YIELD nope", "Unknown procedure output: `nope`"],
  [
    `RETURN ${"(".repeat(101)}1${")".repeat(101)}`,
    "Nesting deeper than 100 levels is not supported.",
  ],
  [`RETURN ${"1+".repeat(1001)}1`, "More than 1000 operators is not supported."],
])("%s is a syntax error", async (statement, message) => {
  const refusal = await refusalOf(() => run(statement));
  expect(refusal.code).toBe(SYNTAX);
  expect(refusal.message.slice(0, message.length)).toBe(message);
});

test.each([
  [
    "RETURN $b + $a + $b",
    {},
    "Neo.ClientError.Statement.ParameterMissing",
    "Expected parameter(s): b, a",
  ],
  ["RETURN 1 / 0", {}, "Neo.ClientError.Statement.ArithmeticError", "/ by zero"],
  ["RETURN 1 % 0", {}, "Neo.ClientError.Statement.ArithmeticError", "/ by zero"],
  [
    "RETURN 9223372036854775807 + 1",
    {},
    "Neo.ClientError.Statement.ArithmeticError",
    "long overflow",
  ],
  [
    "RETURN -$min",
    { min: -(2n ** 63n) },
    "Neo.ClientError.Statement.ArithmeticError",
    "long overflow",
  ],
  ["RETURN true + 1", {}, TYPE, "Cannot apply `+` to `Boolean` and `Integer`"],
  ["RETURN 'a' - 1.5", {}, TYPE, "Cannot apply `-` to `String` and `Float`"],
  ["RETURN NOT 1", {}, TYPE, "Type mismatch: expected Boolean but was Integer"],
  ["RETURN -'a'", {}, TYPE, "Type mismatch: expected Float or Integer but was String"],
  ["RETURN $l.k", { l: [] }, TYPE, "Type mismatch: expected Map or Node but was List"],
  ["RETURN labels({})", {}, TYPE, "Type mismatch: expected Node but was Map"],
  [
    "MATCH (n) RETURN n LIMIT -1",
    {},
    "Neo.ClientError.Statement.ArgumentError",
    "Invalid input. '-1' is not a valid value for LIMIT. Must be a non-negative integer.",
  ],
  [
    "CREATE (:A {k: {}})",
    {},
    TYPE,
    "Property values can only be of primitive types or arrays thereof. Encountered: Map.",
  ],
  [
    "CREATE (:A {k: [1, 'a']})",
    {},
    TYPE,
    "Property values can only be of primitive types or arrays thereof. Encountered: List of Integer, String.",
  ],
])("%s fails", async (statement, parameters, code, message) => {
  expect(await refusalOf(() => run(statement, { parameters }))).toEqual({ code, message });
});

test("an answer that would repeat a parameter too often is refused", async () => {
  const text = "x".repeat(90_000);
  const columns = Array.from({ length: 900 }, (_, index) => `$text AS c${index}`).join(", ");
  expect(await refusalOf(() => run(`RETURN ${columns}`, { parameters: { text } }))).toMatchObject({
    code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
  });
  expect(
    await refusalOf(() => run(`RETURN ${"$text + ".repeat(20)}''`, { parameters: { text } })),
  ).toEqual({
    code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    message:
      "The statement needs more than the 1000000 items that the sandbox's Neo4j stand-in allows.",
  });
});

const word = fc.constantFrom(
  ..."RETURN MATCH CREATE DELETE DETACH CALL dbms components YIELD AS LIMIT SKIP AND OR NOT NULL IS count labels".split(
    " ",
  ),
  ..."( ) [ ] { } : , . ; + - * / % = <> < $x n 'a' 1 1.5 null true".split(" "),
);

test("any words are a statement or are refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 14 }), async (words) => {
      try {
        await run(words.join(" "), { parameters: { x: 1 } });
      } catch (error) {
        expect(error).toBeInstanceOf(Neo4jError);
      }
    }),
    { numRuns: 3000 },
  );
});
