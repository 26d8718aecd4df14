import { expect, test } from "vitest";
import type { Database } from "../../../neo4j/cypher/database.ts";
import { FakeSecurity, newDatabase, refusalOf } from "../server-fakes.ts";
import { alice } from "./world.ts";

/** Tells what alice may do in a graph with two nodes, by a role with these privileges. */
async function rights(grants: string[], denials: string[] = [], role = "made") {
  const security = new FakeSecurity();
  security.privileges.add(role, "GRANT", grants);
  security.privileges.add(role, "DENY", denials);
  const database = newDatabase(security);
  await run(database, "CREATE (a:A) CREATE (b:A) CREATE (a)-[:T]->(b)", "admin");
  const tried = async (statement: string) => {
    const refused = await refusalOf(() => run(database, statement, role)).catch(() => undefined);
    return refused === undefined;
  };
  return {
    nodes: (await run(database, "MATCH (n:A) RETURN 1", role)).rows.length,
    pairs: (await run(database, "MATCH (a:A)-[:T]->(b:A) RETURN 1", role)).rows.length,
    writes: await tried("CREATE (:A)"),
    names: await tried("CREATE (:New)"),
  };
}

async function run(database: Database, statement: string, role: string) {
  const transaction = database.begin(alice(role), { mode: "w" });
  const result = await transaction.run(statement, new Map());
  transaction.commit();
  return result;
}

const MATCH = ["MATCH {*} ON GRAPH `neo4j` NODE *", "MATCH {*} ON GRAPH `neo4j` RELATIONSHIP *"];
const WRITE = ["WRITE ON HOME GRAPH"];
const NOTHING = { nodes: 0, pairs: 0, writes: false, names: false };

test.each<[grants: string[], denials: string[], rights: object]>([
  [[], [], {}],
  [MATCH, [], { nodes: 2, pairs: 1 }],
  [["TRAVERSE ON GRAPH * NODE *", "READ {*} ON GRAPH * NODE *"], [], { nodes: 2 }],
  [["TRAVERSE ON GRAPH * NODE *"], [], {}],
  [["MATCH {*} ON GRAPH `neo4j` NODE A"], [], {}],
  [["MATCH {*} ON GRAPH `system` NODE *"], [], {}],
  [MATCH, ["READ {x} ON GRAPH * NODE A"], {}],
  [MATCH, ["TRAVERSE ON GRAPH * RELATIONSHIP T"], { nodes: 2 }],
  [WRITE, [], { writes: true }],
  [WRITE, ["DELETE ON GRAPH * NODE *"], {}],
  [[...WRITE, "NAME MANAGEMENT ON DATABASE *"], [], { writes: true, names: true }],
  [[...WRITE, "CREATE NEW NODE LABEL ON DATABASE `neo4j`"], [], { writes: true, names: true }],
  [[...WRITE, "CREATE NEW PROPERTY NAME ON DATABASE *"], [], { writes: true }],
  [["ALL GRAPH PRIVILEGES ON GRAPH *"], [], { nodes: 2, pairs: 1, writes: true }],
])("GRANT %j and DENY %j", async (grants, denials, expected) => {
  expect(await rights(grants, denials)).toEqual({ ...NOTHING, ...expected });
});

test("what was granted to a built-in role counts as well", async () => {
  const reader = { nodes: 2, pairs: 1, writes: false, names: false };
  expect(await rights([], [], "reader")).toEqual(reader);
  expect(await rights(WRITE, [], "reader")).toEqual({ ...reader, writes: true });
});
