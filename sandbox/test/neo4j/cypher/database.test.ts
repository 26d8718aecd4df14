import { expect, test } from "vitest";
import type { Database, TransactionOptions } from "../../../neo4j/cypher/database.ts";
import { toPlain } from "../plain.ts";
import { refusalOf } from "../server-fakes.ts";
import { alice, World } from "./world.ts";

const world = new World();
const { run, rows } = world;

const begin = (database: Database, options: Partial<TransactionOptions> = {}) =>
  database.begin(alice("admin"), { mode: "w", ...options });

test("a transaction sees its own changes, others only when it commits", async () => {
  await run("CREATE (:A {k: 1}), (:A {k: 3})");
  const transaction = begin(world.database);
  await transaction.run("CREATE (:A {k: 2})", new Map());
  await transaction.run("MATCH (n:A {k: 1}) DETACH DELETE n", new Map());
  await transaction.run(
    "UNWIND [{k: 3, l: 4}] AS row MERGE (n:A {k: row.k}) SET n += row",
    new Map(),
  );
  const own = await transaction.run("MATCH (n:A) RETURN n.k, n.l", new Map());
  expect(own.rows).toEqual([
    [2n, null],
    [3n, 4n],
  ]);
  expect(await rows("MATCH (n:A) RETURN n.k, n.l")).toEqual([
    [1, null],
    [3, null],
  ]);
  expect(transaction.commit()).toMatch(/^FB:/);
  expect(await rows("MATCH (n:A) RETURN n.k, n.l")).toEqual([
    [3, 4],
    [2, null],
  ]);
});

test("what is rolled back is not seen", async () => {
  await run("CREATE (a:A) CREATE (b:A) CREATE (a)-[:T]->(b)");
  const transaction = begin(world.database);
  await transaction.run("MATCH (n) DETACH DELETE n", new Map());
  await transaction.run("CREATE (:B)", new Map());
  transaction.rollback();
  transaction.commit();
  expect(await rows("MATCH (n)-[:T]->(m) RETURN 1")).toEqual([[1]]);
  expect(await rows("MATCH (:B) RETURN count(*)")).toEqual([[0]]);
});

test("two transactions may delete the same node", async () => {
  await run("CREATE (:A)");
  const transactions = [begin(world.database), begin(world.database)];
  for (const each of transactions) await each.run("MATCH (n) DETACH DELETE n", new Map());
  for (const each of transactions) each.commit();
  expect(await rows("MATCH (n) RETURN count(*)")).toEqual([[0]]);
});

test("every commit has a bookmark of its own", () => {
  const bookmarks = [0, 1].map(() => begin(world.database).commit());
  expect(new Set(bookmarks).size).toBe(2);
  begin(world.database, { bookmarks }).rollback();
});

test("security commands go to the security, with their parameters", async () => {
  const parameters = { role: "x", n: 1, list: [1, { a: 2n ** 60n }] };
  expect((await run("CREATE ROLE $role", { parameters })).type).toBe("s");
  const shown = await run("SHOW PARAMETERS", { parameters, database: "SYSTEM" });
  expect(shown.rows[0]?.map(toPlain)).toEqual([parameters]);
});

test("a statement runs in the home database unless another is named", () => {
  const open = (homeDatabase: string | undefined, database?: string) =>
    world.database.begin({ ...alice("admin"), homeDatabase }, { mode: "w", database }).database;
  expect(open(undefined)).toBe("neo4j");
  expect(open("system")).toBe("system");
  expect(open("system", "Neo4j")).toBe("neo4j");
});

test("an unknown database, impersonation and foreign bookmarks are refused", async () => {
  const attempt = (options: Partial<TransactionOptions>) => () => begin(world.database, options);
  expect(await refusalOf(attempt({ database: "nope" }))).toEqual({
    code: "Neo.ClientError.Database.DatabaseNotFound",
    message: "Graph not found: nope",
  });
  expect(await refusalOf(attempt({ impersonated: "bob" }))).toEqual({
    code: "Neo.ClientError.Security.Forbidden",
    message:
      "Impersonating user 'bob' is not allowed for user 'alice' with roles [PUBLIC, admin]: the sandbox's Neo4j stand-in has no impersonation.",
  });
  attempt({ impersonated: "alice" })().rollback();
  for (const bookmark of ["nonsense", "xFB:1", "FB:", "FB:1 2"]) {
    expect(await refusalOf(attempt({ bookmarks: [bookmark] }))).toEqual({
      code: "Neo.ClientError.Transaction.InvalidBookmark",
      message:
        "Parsing of supplied bookmarks failed: every bookmark must be one that this server gave.",
    });
  }
});

const FULL = {
  code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
  message:
    "The statement needs more than the 10000 bytes that the sandbox's Neo4j stand-in allows.",
};

const small = new World(10_000);

test("the store is full at its capacity and takes nodes again when some are gone", async () => {
  const parameters = { text: "x".repeat(1000) };
  const create = () => small.run("CREATE (:A {text: $text})", { parameters });
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 4; i++) await create();
    expect(await refusalOf(create)).toEqual(FULL);
    await small.run("MATCH (n) DETACH DELETE n");
  }
  await create();
  for (let i = 0; i < 9; i++)
    await small.run(
      "UNWIND [{text: $text, i: 1}] AS row MERGE (n:A {text: row.text}) SET n += row",
      { parameters },
    );
  for (let i = 0; i < 3; i++) await create();
  expect(await refusalOf(create)).toEqual(FULL);
});

test("an open transaction takes its space until it ends or gives it back", async () => {
  const text = "x".repeat(1000);
  const open = begin(small.database);
  const create = () => open.run("CREATE (:A {text: $text})", new Map([["text", text]]));
  const others = () => small.run("CREATE (:A {text: $text})", { parameters: { text } });
  for (let i = 0; i < 4; i++) await create();
  expect(await refusalOf(others)).toEqual(FULL);
  await open.run("MATCH (n) DETACH DELETE n", new Map());
  for (let i = 0; i < 4; i++) await create();
  expect(await refusalOf(others)).toEqual(FULL);
  open.rollback();
  for (let i = 0; i < 4; i++) await others();
});

test("a node that one transaction changes many times takes the space of its last state", async () => {
  const parameters = { text: "x".repeat(1000) };
  const open = begin(small.database);
  const change = "UNWIND [{text: $text, i: 1}] AS row MERGE (n:A {text: row.text}) SET n += row";
  for (let i = 0; i < 9; i++) await open.run(change, new Map(Object.entries(parameters)));
  const others = () => small.run("CREATE (:B {text: $text})", { parameters });
  for (let i = 0; i < 3; i++) await others();
  expect(await refusalOf(others)).toEqual(FULL);
  open.commit();
  expect(await small.rows("MATCH (n:A) RETURN n.i")).toEqual([[1]]);
  expect(await refusalOf(others)).toEqual(FULL);
});
