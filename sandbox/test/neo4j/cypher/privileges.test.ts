import { expect, test } from "vitest";
import { FakeSecurity, newDatabase, refusalOf } from "../server-fakes.ts";
import { alice, World } from "./world.ts";

const FORBIDDEN = "Neo.ClientError.Security.Forbidden";
const CONNECT = "CREATE (a:Old) CREATE (b:Old) CREATE (a)-[:NEAR]->(b)";
const MERGE = "UNWIND [{known: 1, k: 1}] AS row MERGE (n:Old {known: row.known}) SET n += row";

const world = new World();
const { run, rows } = world;

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
  expect(await rows("MATCH (n) RETURN count(n)", { as: alice(...roles) })).toEqual([[count]]);
  await run("CREATE (a:B) CREATE (b:B) CREATE (a)-[:T]->(b)");
  const pairs = "MATCH (a:B)-[:T]->(b:B) RETURN 1";
  expect(await rows(pairs, { as: alice(...roles) })).toHaveLength(count);
});

const forbidden = (action: string, roles: string) =>
  `${action} on database 'neo4j' is not allowed for user 'alice' with roles [${roles}].`;
const advice = (kind: string) => ` See GRANT CREATE NEW ${kind} ON DATABASE \`neo4j\`...`;

test.each<[roles: string[], statement: string, message: string | undefined]>([
  [[], "CREATE (:Old)", forbidden("Create node with labels 'Old'", "PUBLIC")],
  [
    ["reader"],
    "CREATE (:Old:New)",
    forbidden("Create node with labels 'Old,New'", "PUBLIC, reader"),
  ],
  [["reader"], "CREATE ()", forbidden("Create node with labels ''", "PUBLIC, reader")],
  [["reader"], CONNECT, forbidden("Create node with labels 'Old'", "PUBLIC, reader")],
  [["reader"], MERGE, forbidden("Set property 'known'", "PUBLIC, reader")],
  [
    ["reader"],
    "UNWIND [{known: 2}] AS row MERGE (n:Old {known: row.known}) SET n += row",
    forbidden("Create node with labels 'Old'", "PUBLIC, reader"),
  ],
  [
    ["reader"],
    "MATCH (n:Old) DETACH DELETE n",
    forbidden("Delete node with labels 'Old'", "PUBLIC, reader"),
  ],
  [["analyst"], "CREATE (:Old)", forbidden("Create node with labels 'Old'", "PUBLIC, analyst")],
  [["analyst"], "MATCH (n) DETACH DELETE n", undefined],
  [["editor"], "CREATE (:Old {known: 1})", undefined],
  [["editor"], "MATCH (n:Old) DETACH DELETE n", undefined],
  [
    ["editor", "reader"],
    "CREATE (:New)",
    forbidden("Creating new node label", "PUBLIC, editor, reader") + advice("NODE LABEL"),
  ],
  [
    ["editor"],
    "CREATE (:Old {unheard: 1})",
    forbidden("Creating new property name", "PUBLIC, editor") + advice("PROPERTY NAME"),
  ],
  [
    ["editor"],
    MERGE,
    forbidden("Creating new property name", "PUBLIC, editor") + advice("PROPERTY NAME"),
  ],
  [
    ["editor"],
    CONNECT,
    forbidden("Creating new relationship type", "PUBLIC, editor") + advice("RELATIONSHIP TYPE"),
  ],
  [["publisher"], "CREATE (:New {unheard: 1})", undefined],
  [["architect"], "CREATE (:New {unheard: 1})", undefined],
  [["admin"], "CREATE (:New {unheard: 1})", undefined],
  [["publisher"], CONNECT, undefined],
  [["publisher"], MERGE, undefined],
])("the roles %j and %s", async (roles, statement, message) => {
  await run("CREATE (:Old {known: 1})");
  const attempt = () => run(statement, { as: alice(...roles) });
  if (message === undefined) await attempt();
  else expect(await refusalOf(attempt)).toEqual({ code: FORBIDDEN, message });
});

test("names stay known when the transaction that brought them is rolled back", async () => {
  const transaction = world.database.begin(alice("publisher"), { mode: "w" });
  await transaction.run("CREATE (:New)", new Map());
  transaction.rollback();
  await run("CREATE (:New)", { as: alice("editor") });
});

test("a name is known as what it was: a label is no property", async () => {
  await run("CREATE (:Word)");
  expect(await refusalOf(() => run("CREATE (:Word {Word: 1})", { as: alice("editor") }))).toEqual({
    code: FORBIDDEN,
    message: forbidden("Creating new property name", "PUBLIC, editor") + advice("PROPERTY NAME"),
  });
});

test("in the Community edition everybody may write", async () => {
  const database = newDatabase(new FakeSecurity(), undefined, "community");
  const transaction = database.begin(alice(), { mode: "w" });
  const { counters } = await transaction.run("CREATE (:A)", new Map());
  expect(counters.nodesCreated).toBe(1);
});
