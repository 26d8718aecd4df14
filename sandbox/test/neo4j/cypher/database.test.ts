import { beforeEach, expect, test } from "vitest";
import { toPlain } from "../../../neo4j/cypher/value.ts";
import { refusalOf } from "../server-fakes.ts";
import { alice, World } from "./world.ts";

const FORBIDDEN = "Neo.ClientError.Security.Forbidden";
const WHO = "user 'alice' with roles";

let world: World;
let run: World["run"];
let rows: World["rows"];

beforeEach(() => {
  world = new World();
  ({ run, rows } = world);
});

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
  const transaction = world.database.begin(alice("admin"), { mode: "w" });
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
  const [first, second] = [0, 1].map(() => world.database.begin(alice("admin"), { mode: "w" }));
  for (const transaction of [first, second])
    await transaction?.run("MATCH (n) DELETE n", new Map());
  for (const transaction of [first, second]) transaction?.commit();
  expect(await rows("MATCH (n) RETURN count(*)")).toEqual([[0]]);
});

test("dbms.components tells version and edition to anybody", async () => {
  const as = alice();
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

test("writing is refused in a read transaction, before privileges are asked", async () => {
  for (const statement of ["CREATE (:A)", "MATCH (n) DELETE n"]) {
    expect(await refusalOf(() => run(statement, { mode: "r", as: alice("reader") }))).toEqual({
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
    world.database.begin(alice("admin"), { mode: "w", ...options });
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
  const as = { ...alice("admin"), passwordChangeRequired: true };
  const refusal = await refusalOf(() => run("RETURN 1", { as }));
  expect(refusal.code).toBe("Neo.ClientError.Security.CredentialsExpired");
  expect(refusal.message).toMatch(/^The credentials you provided were valid, but must be changed/);
  expect(await rows("SHOW CURRENT USER", { as })).toHaveLength(1);
});

test("the store is full at its capacity and takes nodes again when some are gone", async () => {
  ({ run } = new World(10_000));
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
  const left = world.database.begin(alice("admin"), { mode: "w" });
  left.rollback();
});
