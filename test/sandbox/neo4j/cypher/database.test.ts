import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { Database } from "../../../../sandbox/neo4j/cypher/database.ts";
import { fromPlain, toPlain, type ValueMap } from "../../../../sandbox/neo4j/cypher/value.ts";
import { Neo4jError, type Subject } from "../../../../sandbox/neo4j/security/types.ts";
import { FakeSecurity, refusalOf } from "../server-fakes.ts";

const SYNTAX = "Neo.ClientError.Statement.SyntaxError";
const TYPE = "Neo.ClientError.Statement.TypeError";
const FORBIDDEN = "Neo.ClientError.Security.Forbidden";

let database: Database;

beforeEach(() => {
  database = newDatabase();
});

function newDatabase(capacity?: number): Database {
  const options = {
    security: new FakeSecurity(),
    version: "5.26.0",
    edition: "enterprise",
  } as const;
  return new Database(capacity === undefined ? options : { ...options, capacity });
}

function subject(...roles: string[]): Subject {
  return { username: "alice", roles, provider: "native", passwordChangeRequired: false };
}

interface Options {
  as?: Subject;
  parameters?: Record<string, unknown>;
  database?: string;
  mode?: "r" | "w";
}

/** Runs one statement and commits it. */
async function run(statement: string, { as = subject("admin"), ...options }: Options = {}) {
  const transaction = database.begin(as, { mode: "w", ...options });
  const parameters = fromPlain(options.parameters ?? {}) as ValueMap;
  const result = await transaction.run(statement, parameters);
  transaction.commit();
  return result;
}

async function rows(statement: string, options?: Options) {
  return (await run(statement, options)).rows.map((row) => row.map(toPlain));
}

test.each<[expression: string, value: unknown]>([
  ["1", 1],
  ["-9223372036854775808", -(2n ** 63n)],
  ["0x10 + 0o10", 24],
  ["1.5e3", 1500],
  ["'a' + 'b'", "ab"],
  ["'a' + 1", "a1"],
  ["[1, 2] + 3", [1, 2, 3]],
  ["0 + [1]", [0, 1]],
  ["{a: 1, `b c`: [true, null]}", { a: 1, "b c": [true, null] }],
  ["{a: {b: 2}}.a.b", 2],
  ["{a: 1}.b", null],
  ["1 + 2 * 3", 7],
  ["(1 + 2) * 3", 9],
  ["7 / 2", 3],
  ["-7 / 2", -3],
  ["7 % 3", 1],
  ["7 / 2.0", 3.5],
  ["1 / 0.0", Number.POSITIVE_INFINITY],
  ["- - 1", 1],
  ["+1", 1],
  ["1 = 1.0", true],
  ["1 <> 2", true],
  ["'a' < 'b'", true],
  ["1 < 'a'", null],
  ["2 >= 2", true],
  ["false <= true", true],
  ["[1, null] = [1, 2]", null],
  ["[1, null] = [2, null]", false],
  ["[1] = [1, 2]", false],
  ["{a: 1} = {a: 1}", true],
  ["{a: 1} = {b: 1}", false],
  ["null = null", null],
  ["null + 1", null],
  ["null IS NULL", true],
  ["1 IS NOT NULL", true],
  ["true AND null", null],
  ["false AND null", false],
  ["true OR null", true],
  ["true XOR true", false],
  ["NOT false", true],
  ["NOT NOT true", true],
  ["NOT null", null],
  ["true OR false AND false", true],
  ["count(*)", 1],
  ["count(null)", 0],
])("RETURN %s", async (expression, value) => {
  expect(await rows(`RETURN ${expression} AS x`)).toEqual([[value]]);
});

test("columns are named by their alias or as they are written", async () => {
  const { fields } = await run("RETURN 1, 'a'+'b' ,  $x AS y, {k:1}.k AS `a b`;", {
    parameters: { x: 1 },
  });
  expect(fields).toEqual(["1", "'a'+'b'", "y", "a b"]);
});

test("nodes are matched by labels and properties", async () => {
  await run("CREATE (a:Person:Admin {name: 'Ada', age: 36}), (:Person {name: $name}), ()", {
    parameters: { name: "Bob" },
  });
  expect(await rows("MATCH (n) RETURN count(n)")).toEqual([[3]]);
  expect(await rows("MATCH (n:Person) RETURN n.name")).toEqual([["Ada"], ["Bob"]]);
  expect(await rows("MATCH (n:Person:Admin) RETURN labels(n)")).toEqual([[["Person", "Admin"]]]);
  expect(await rows("MATCH (:Nobody) RETURN 1")).toEqual([]);
  expect(await rows("MATCH (n {name: $x}) RETURN n.age", { parameters: { x: "Ada" } })).toEqual([
    [36],
  ]);
  expect(await rows("MATCH (n:Person) RETURN n.name SKIP 1 LIMIT 5")).toEqual([["Bob"]]);
  expect(await rows("MATCH (n) RETURN count(n.name), count(*)")).toEqual([[2, 3]]);
  expect(await rows("MATCH (n:Admin) RETURN n")).toMatchObject([
    [{ labels: ["Person", "Admin"], properties: { name: "Ada", age: 36 } }],
  ]);
  const [[id]] = (await rows("MATCH (n:Admin) RETURN elementId(n)")) as [[string]];
  expect(id).toMatch(/^4:[0-9a-f-]{36}:0$/);
});

test("CREATE may return what it made, and counts what it changed", async () => {
  const {
    rows: made,
    counters,
    type,
  } = await run("CREATE (n:A:B {k: 1, none: null}) RETURN n.k AS k");
  expect(made).toEqual([[1n]]);
  expect(type).toBe("rw");
  expect(counters).toEqual({ nodesCreated: 1, nodesDeleted: 0, labelsAdded: 2, propertiesSet: 1 });
});

test("DELETE removes what matches, with or without DETACH", async () => {
  await run("CREATE (:A), (:A), (:B)");
  expect((await run("MATCH (n:A) DETACH DELETE n")).counters.nodesDeleted).toBe(2);
  expect((await run("match (x:B) delete x;")).counters.nodesDeleted).toBe(1);
  expect(await rows("MATCH (n) RETURN count(*)")).toEqual([[0]]);
});

test("a transaction sees its own changes, others only when it commits", async () => {
  await run("CREATE (:A {k: 1})");
  const transaction = database.begin(subject("admin"), { mode: "w" });
  await transaction.run("CREATE (:A {k: 2})", new Map());
  await transaction.run("MATCH (n:A {k: 1}) DELETE n", new Map());
  const own = await transaction.run("MATCH (n:A) RETURN n.k", new Map());
  expect(own.rows).toEqual([[2n]]);
  expect(await rows("MATCH (n:A) RETURN n.k")).toEqual([[1]]);
  expect(transaction.commit()).toMatch(/^FB:/);
  expect(await rows("MATCH (n:A) RETURN n.k")).toEqual([[2]]);
});

test("two transactions may delete the same node", async () => {
  await run("CREATE (:A)");
  const [first, second] = [0, 1].map(() => database.begin(subject("admin"), { mode: "w" }));
  for (const transaction of [first, second])
    await transaction?.run("MATCH (n) DELETE n", new Map());
  for (const transaction of [first, second]) transaction?.commit();
  expect(await rows("MATCH (n) RETURN count(*)")).toEqual([[0]]);
});

test("dbms.components tells version and edition to anybody", async () => {
  const as = subject();
  const { fields } = await run("CALL dbms.components()", { as });
  expect(fields).toEqual(["name", "versions", "edition"]);
  expect(await rows("CALL dbms.components() YIELD *", { as })).toEqual([
    ["Neo4j Kernel", ["5.26.0"], "enterprise"],
  ]);
  expect(
    await rows("call dbms.components() yield edition as e", { as, database: "system" }),
  ).toEqual([["enterprise"]]);
});

test("security commands go to the security, with plain parameters", async () => {
  const parameters = { role: "x", n: 1, list: [1, { a: 2n ** 60n }] };
  expect((await run("CREATE ROLE $role", { parameters })).type).toBe("s");
  const shown = await run("SHOW PARAMETERS", { parameters, database: "SYSTEM" });
  expect(shown.rows[0]?.map(toPlain)).toEqual([{ role: "x", n: 1, list: [1, { a: 2n ** 60n }] }]);
});

test.each([
  [[], 0],
  [["reader"], 1],
  [["editor"], 1],
  [["publisher"], 1],
  [["architect"], 1],
  [["admin"], 1],
  [["analyst"], 0],
  [["analyst", "reader"], 1],
])("with the roles %j a user sees %i node", async (roles, count) => {
  await run("CREATE (:A)");
  expect(await rows("MATCH (n) RETURN count(n)", { as: subject(...roles) })).toEqual([[count]]);
});

const WHO = "user 'alice' with roles";

test.each<[roles: string[], statement: string, message: string | undefined]>([
  [
    [],
    "CREATE (:Old)",
    `Create node with labels 'Old' on database 'neo4j' is not allowed for ${WHO} [PUBLIC].`,
  ],
  [
    ["reader"],
    "CREATE (:Old:New)",
    `Create node with labels 'Old,New' on database 'neo4j' is not allowed for ${WHO} [PUBLIC, reader].`,
  ],
  [
    ["reader"],
    "CREATE ()",
    `Create node with labels '' on database 'neo4j' is not allowed for ${WHO} [PUBLIC, reader].`,
  ],
  [
    ["reader"],
    "MATCH (n:Old) DELETE n",
    `Delete node with labels 'Old' on database 'neo4j' is not allowed for ${WHO} [PUBLIC, reader].`,
  ],
  [
    ["analyst"],
    "CREATE (:Old)",
    `Create node with labels 'Old' on database 'neo4j' is not allowed for ${WHO} [PUBLIC, analyst].`,
  ],
  [["analyst"], "MATCH (n) DELETE n", undefined],
  [["editor"], "CREATE (:Old {known: 1})", undefined],
  [["editor"], "MATCH (n:Old) DETACH DELETE n", undefined],
  [
    ["editor", "reader"],
    "CREATE (:New)",
    `Creating new node label on database 'neo4j' is not allowed for ${WHO} [PUBLIC, editor, reader]. See GRANT CREATE NEW NODE LABEL ON DATABASE \`neo4j\`...`,
  ],
  [
    ["editor"],
    "CREATE (:Old {unheard: 1})",
    `Creating new property name on database 'neo4j' is not allowed for ${WHO} [PUBLIC, editor]. See GRANT CREATE NEW PROPERTY NAME ON DATABASE \`neo4j\`...`,
  ],
  [["publisher"], "CREATE (:New {unheard: 1})", undefined],
  [["architect"], "CREATE (:New {unheard: 1})", undefined],
  [["admin"], "CREATE (:New {unheard: 1})", undefined],
])("the roles %j and %s", async (roles, statement, message) => {
  await run("CREATE (:Old {known: 1})");
  const attempt = () => run(statement, { as: subject(...roles) });
  if (message === undefined) await attempt();
  else expect(await refusalOf(attempt)).toEqual({ code: FORBIDDEN, message });
});

test("names stay known when the transaction that brought them is rolled back", async () => {
  const transaction = database.begin(subject("publisher"), { mode: "w" });
  await transaction.run("CREATE (:New)", new Map());
  transaction.rollback();
  await run("CREATE (:New)", { as: subject("editor") });
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

test("writing is refused in a read transaction, before privileges are asked", async () => {
  for (const statement of ["CREATE (:A)", "MATCH (n) DELETE n"]) {
    expect(await refusalOf(() => run(statement, { mode: "r", as: subject("reader") }))).toEqual({
      code: "Neo.ClientError.Statement.AccessMode",
      message: "Writing in read access mode not allowed. Attempted write to neo4j",
    });
  }
});

test("the system database has no data", async () => {
  expect(await refusalOf(() => run("MATCH (n) RETURN n", { database: "system" }))).toEqual({
    code: "Neo.ClientError.Statement.UnsupportedAdministrationCommand",
    message: "Unsupported administration command: MATCH (n) RETURN n",
  });
});

test("an unknown database, impersonation and foreign bookmarks are refused", async () => {
  const begin = (options: object) => () =>
    database.begin(subject("admin"), { mode: "w", ...options });
  expect(await refusalOf(begin({ database: "nope" }))).toEqual({
    code: "Neo.ClientError.Database.DatabaseNotFound",
    message: "Database does not exist. Database name: 'nope'.",
  });
  expect(await refusalOf(begin({ impersonated: "bob" }))).toEqual({
    code: FORBIDDEN,
    message: `Impersonating user 'bob' is not allowed for ${WHO} [PUBLIC, admin]: the sandbox's Neo4j stand-in has no impersonation.`,
  });
  begin({ impersonated: "alice" })().rollback();
  expect(await refusalOf(begin({ bookmarks: ["nonsense"] }))).toMatchObject({
    code: "Neo.ClientError.Transaction.InvalidBookmark",
  });
});

test("a user who must change the password may do nothing else", async () => {
  const as = { ...subject("admin"), passwordChangeRequired: true };
  const refusal = await refusalOf(() => run("RETURN 1", { as }));
  expect(refusal.code).toBe("Neo.ClientError.Security.CredentialsExpired");
  expect(refusal.message).toMatch(/^The credentials you provided were valid, but must be changed/);
  expect(await rows("SHOW CURRENT USER", { as })).toHaveLength(1);
});

test("the store is full at its capacity and takes nodes again when some are gone", async () => {
  database = newDatabase(10_000);
  const text = "x".repeat(1000);
  const create = () => run("CREATE (:A {text: $text})", { parameters: { text } });
  for (let i = 0; i < 4; i++) await create();
  expect(await refusalOf(create)).toEqual({
    code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    message:
      "The statement needs more than the 10000 bytes that the sandbox's Neo4j stand-in allows.",
  });
  await run("MATCH (n) DELETE n");
  for (let i = 0; i < 4; i++) await create();
  const left = database.begin(subject("admin"), { mode: "w" });
  left.rollback();
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
