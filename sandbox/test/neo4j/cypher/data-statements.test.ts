import { expect, test } from "vitest";
import { refusalOf } from "../server-fakes.ts";
import { alice, World } from "./world.ts";

const TYPE = "Neo.ClientError.Statement.TypeError";
const MERGE = "UNWIND $rows AS row MERGE (p:Person {name: row.name}) SET p += row";

const { run, rows } = new World();

test.each<[literal: string, value: unknown]>([
  ["1", 1],
  ["-1", -1],
  ["9223372036854775807", 2n ** 63n - 1n],
  ["-9223372036854775808", -(2n ** 63n)],
  ["0x10", 16],
  ["0o10", 8],
  ["1.5e3", 1500],
  ["-.5", -0.5],
  ["'it\\'s' // text", "it's"],
  ['"a\\u0041\\n"', "aA\n"],
  ["true", true],
  ["False", false],
  ["null", null],
  ["[]", []],
  ["[1, [2], $p]", [1, [2], "p"]],
  ["{}", {}],
  ["{a: 1, `b c`: [null, {d: $p}]}", { a: 1, "b c": [null, { d: "p" }] }],
  ["$p", "p"],
  ["$`q r`", null],
])("RETURN %s", async (literal, value) => {
  const parameters = { p: "p", "q r": null };
  expect(await rows(`RETURN ${literal}\n AS x`, { parameters })).toEqual([[value]]);
});

test.each([
  ["lists", "[", "]"],
  ["maps", "{a: ", "}"],
])("%s nest 100 deep and no deeper", async (_kind, open, close) => {
  const nested = (depth: number) => `RETURN ${open.repeat(depth)}1${close.repeat(depth)} AS x`;
  expect((await run(nested(100))).rows).toHaveLength(1);
  const { code } = await refusalOf(() => run(nested(101)));
  expect(code).toBe("Neo.ClientError.Statement.UnsupportedOperationError");
});

test("an INTEGER is a bigint and a FLOAT a number", async () => {
  expect((await run("RETURN 1, 1.0")).rows).toEqual([[1n, 1]]);
});

test("columns are named by their alias or as they are written", async () => {
  const { fields } = await run("RETURN 1, 'a' ,  $x AS y, {k:1} AS `a b`, [ 1,2 ];", {
    parameters: { x: 1 },
  });
  expect(fields).toEqual(["1", "'a'", "y", "a b", "[ 1,2 ]"]);
});

test("nodes are found by labels and properties", async () => {
  await run("CREATE (a:Person:Admin {name: 'Ada', age: 36}), (:Person {name: $name}), ()", {
    parameters: { name: "Bob" },
  });
  expect(await rows("MATCH (n) RETURN count(n) AS nodes")).toEqual([[3]]);
  expect((await run("MATCH (n) RETURN count( * )")).fields).toEqual(["count( * )"]);
  expect(await rows("MATCH (:Person) RETURN COUNT(*)")).toEqual([[2]]);
  expect(await rows("MATCH (n:Person) RETURN n.name, n.age AS age")).toEqual([
    ["Ada", 36],
    ["Bob", null],
  ]);
  expect(await rows("MATCH (:Nobody) RETURN 1")).toEqual([]);
  const parameters = { x: "Ada" };
  expect(await rows("MATCH (n {name: $x, age: 36.0}) RETURN n.age", { parameters })).toEqual([
    [36],
  ]);
  expect(await rows("MATCH (n {name: null}) RETURN n")).toEqual([]);
  expect(await rows("MATCH (n:Person:Admin) RETURN n")).toMatchObject([
    [{ labels: ["Person", "Admin"], properties: { name: "Ada", age: 36 } }],
  ]);
});

test("lists, bytes and temporal values are found by what is in them", async () => {
  const values = { list: [1, 2], bytes: Uint8Array.of(1, 2) };
  await run("CREATE (:A {list: $list, bytes: $bytes})", { parameters: values });
  const found = (parameters: object) =>
    rows("MATCH (:A {list: $list, bytes: $bytes}) RETURN count(*)", {
      parameters: { ...values, ...parameters },
    });
  expect(await found({})).toEqual([[1]]);
  expect(await found({ list: [1, 3] })).toEqual([[0]]);
  expect(await found({ list: [1] })).toEqual([[0]]);
  expect(await found({ bytes: Uint8Array.of(1) })).toEqual([[0]]);
});

test("CREATE counts what it changed, a repeated label once and null not at all", async () => {
  const {
    fields,
    rows: made,
    counters,
    type,
  } = await run("CREATE (n:A:B:A {k: 1, no: null}), (m)");
  expect([fields, made, type]).toEqual([[], [], "w"]);
  const none = { nodesDeleted: 0, relationshipsCreated: 0, relationshipsDeleted: 0 };
  expect(counters).toEqual({ ...none, nodesCreated: 2, labelsAdded: 2, propertiesSet: 1 });
  expect(await rows("MATCH (n:A) RETURN n")).toEqual([
    [{ elementId: expect.stringMatching(/^4:.*:0$/), labels: ["A", "B"], properties: { k: 1 } }],
  ]);
});

test("the first example of the drivers' manuals: two nodes, a relationship, and who knows whom", async () => {
  const { counters } = await run(
    `CREATE (a:Person {name: $name})
     CREATE (b:Person {name: $friend})
     CREATE (a)-[:KNOWS]->(b)`,
    { parameters: { name: "Alice", friend: "David" } },
  );
  expect(counters).toMatchObject({ nodesCreated: 2, relationshipsCreated: 1, propertiesSet: 2 });
  const knows = (path: string) => rows(`MATCH ${path} RETURN p.name AS name`);
  expect(await knows("(p:Person)-[:KNOWS]->(:Person)")).toEqual([["Alice"]]);
  expect(await knows("(:Person)-[:KNOWS]->(p {name: 'David'})")).toEqual([["David"]]);
  expect(await knows("(:Person {name: 'David'})-[:KNOWS]->(p)")).toEqual([]);
  expect(await knows("(p)-[:LIKES]->(:Person)")).toEqual([]);
  expect((await run("MATCH (p {name: 'David'}) DETACH DELETE p")).counters).toMatchObject({
    nodesDeleted: 1,
    relationshipsDeleted: 1,
  });
  expect(await knows("(p)-[:KNOWS]->(q)")).toEqual([]);
  expect(await rows("MATCH (n) RETURN n.name")).toEqual([["Alice"]]);
});

test("UNWIND and MERGE find each row's node or make it, and set its properties", async () => {
  await run("CREATE (:Person {name: 'Ada', old: true})");
  const people = [{ name: "Ada", age: 36, old: null }, { name: "Eve" }, { name: "Eve", age: 1 }];
  const { counters } = await run(MERGE, { parameters: { rows: people } });
  expect(counters).toMatchObject({ nodesCreated: 1, labelsAdded: 1, propertiesSet: 7 });
  expect(await rows("MATCH (n:Person) RETURN n.name, n.age, n.old")).toEqual([
    ["Ada", 36, null],
    ["Eve", 1, null],
  ]);
  expect((await run(MERGE, { parameters: { rows: [] } })).counters.nodesCreated).toBe(0);
});

test.each<[statement: string, parameters: object, code: string, message: string]>([
  ["RETURN $b", {}, "Neo.ClientError.Statement.ParameterMissing", "Expected parameter(s): b"],
  [
    "RETURN 1 AS a, 2 AS a",
    {},
    "Neo.ClientError.Statement.SyntaxError",
    "Multiple result columns with the same name are not supported",
  ],
  [
    "CREATE (:A {k: {}})",
    {},
    TYPE,
    "Property values can only be of primitive types or arrays thereof.",
  ],
  [
    "CREATE (:A {k: [1, null]})",
    {},
    TYPE,
    "Collections containing null values can not be stored in properties.",
  ],
  [
    "CREATE (:A {k: [1, 'a']})",
    {},
    TYPE,
    "Neo4j only supports a subset of Cypher types for storage as singleton or array properties. Please refer to section cypher/syntax/values of the manual for more details.",
  ],
  [
    "CREATE (:A {k: [[1]]})",
    {},
    TYPE,
    "Neo4j only supports a subset of Cypher types for storage as singleton or array properties. Please refer to section cypher/syntax/values of the manual for more details.",
  ],
  [
    MERGE,
    { rows: [{ name: null }] },
    "Neo.ClientError.Statement.SemanticError",
    "Cannot merge the following node because of null property value for 'name': (:Person {name: null})",
  ],
  [MERGE, { rows: [1] }, TYPE, "Type mismatch: expected a map"],
  [MERGE, { rows: null }, TYPE, "Type mismatch: expected a list of maps"],
])("%s with %j is refused", async (statement, parameters, code, message) => {
  const attempt = () => run(statement, { parameters: { ...parameters } });
  expect(await refusalOf(attempt)).toEqual({ code, message });
});

test("writing is refused in a read transaction, before privileges are asked", async () => {
  for (const statement of ["CREATE (:A)", "MATCH (n) DETACH DELETE n", MERGE]) {
    expect(
      await refusalOf(() =>
        run(statement, { mode: "r", as: alice("reader"), parameters: { rows: [] } }),
      ),
    ).toEqual({
      code: "Neo.ClientError.Statement.AccessMode",
      message: "Writing in read access mode not allowed. Attempted write to neo4j",
    });
  }
});

test("the system database has no data", async () => {
  for (const statement of ["MATCH (n) RETURN n", "CREATE ()", "RETURN 1"]) {
    expect(await refusalOf(() => run(statement, { database: "system" }))).toEqual({
      code: "Neo.ClientError.Statement.SemanticError",
      message: `Not a recognised system command or procedure. This Cypher command can only be executed in a user database: ${statement}`,
    });
  }
});

test.each(["$x", "[$x]", "n", "n.k"])(
  "an answer repeats %s fifty times, not more",
  async (value) => {
    await run("CREATE (:A {k: 1})");
    const repeated = (count: number) => () => {
      const columns = Array.from({ length: count }, (_, index) => `${value} AS c${index}`);
      return run(`MATCH (n:A) RETURN ${columns.join(", ")}`, { parameters: { x: 1 } });
    };
    await repeated(50)();
    expect(await refusalOf(repeated(51))).toEqual({
      code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
      message:
        "The statement needs more than the 50 references that the sandbox's Neo4j stand-in allows.",
    });
  },
);
