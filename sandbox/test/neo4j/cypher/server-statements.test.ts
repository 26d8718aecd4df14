import { expect, test } from "vitest";
import { refusalOf } from "../server-fakes.ts";
import { alice, World } from "./world.ts";

const { run, rows } = new World();

test("db.ping answers anybody, in any database", async () => {
  for (const database of ["neo4j", "system"]) {
    const { fields, rows: answer, type } = await run("CALL db.ping()", { as: alice(), database });
    expect([fields, answer, type]).toEqual([["success"], [[true]], "s"]);
  }
  expect((await run("CALL db.ping() YIELD success")).fields).toEqual(["success"]);
});

test("a user who must change the password may ping, and nothing else", async () => {
  const as = { ...alice("admin"), passwordChangeRequired: true };
  expect(await rows("CALL db.ping()", { as })).toEqual([[true]]);
  for (const statement of ["RETURN 1", "CALL dbms.components()"]) {
    expect(await refusalOf(() => run(statement, { as }))).toEqual({
      code: "Neo.ClientError.Security.CredentialsExpired",
      message: expect.stringMatching(
        /^The credentials you provided were valid, but must be changed/,
      ),
    });
  }
});

/** What clients ask for when they connect: drivers, Spring Boot, LangChain, Neo4j's own tools. */
test.each<[statement: string, fields: string[], row: unknown[]]>([
  [
    "CALL dbms.components()",
    ["name", "versions", "edition"],
    ["Neo4j Kernel", ["5.26.0"], "enterprise"],
  ],
  [
    "call dbms.components() yield *;",
    ["name", "versions", "edition"],
    ["Neo4j Kernel", ["5.26.0"], "enterprise"],
  ],
  ["CALL dbms.components() YIELD versions", ["versions"], [["5.26.0"]]],
  [
    "CALL dbms.components() YIELD edition, name",
    ["edition", "name"],
    ["enterprise", "Neo4j Kernel"],
  ],
  [
    "CALL dbms.components() YIELD versions, name, edition WHERE name = 'Neo4j Kernel' RETURN edition, versions[0] as version",
    ["edition", "version"],
    ["enterprise", "5.26.0"],
  ],
  [
    "CALL dbms.components() YIELD name, versions, edition UNWIND versions AS version RETURN name, version, edition",
    ["name", "version", "edition"],
    ["Neo4j Kernel", "5.26.0", "enterprise"],
  ],
  [
    "CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition",
    ["version", "edition"],
    ["5.26.0", "enterprise"],
  ],
])("%s", async (statement, fields, row) => {
  const as = alice();
  expect((await run(statement, { as, database: "system" })).fields).toEqual(fields);
  expect(await rows(statement, { as })).toEqual([row]);
});

const STATE = ["read-write", "127.0.0.1:7687", "primary", true, "online", "online", ""];
const FIELDS =
  "name type aliases access address role writer requestedStatus currentStatus statusMessage";

test("SHOW DATABASES lists both, and which one is whose", async () => {
  const { fields } = await run("SHOW DATABASES", { as: alice() });
  expect(fields).toEqual([...FIELDS.split(" "), "default", "home", "constituents"]);
  expect(await rows("SHOW DATABASES", { as: { ...alice(), homeDatabase: "system" } })).toEqual([
    ["neo4j", "standard", [], ...STATE, true, false, []],
    ["system", "system", [], ...STATE, false, true, []],
  ]);
  expect(await rows("SHOW DATABASES YIELD name, aliases")).toEqual([
    ["neo4j", []],
    ["system", []],
  ]);
});

test("SHOW DEFAULT DATABASE and SHOW HOME DATABASE have one row", async () => {
  const { fields } = await run("SHOW DEFAULT DATABASE", { database: "system", as: alice() });
  expect(fields).toEqual([...FIELDS.split(" "), "constituents"]);
  const neo4j = ["neo4j", "standard", [], ...STATE, []];
  expect(await rows("SHOW DEFAULT DATABASE")).toEqual([neo4j]);
  expect(await rows("SHOW HOME DATABASE")).toEqual([neo4j]);
  const as = { ...alice(), homeDatabase: "system" };
  expect(await rows("SHOW HOME DATABASE YIELD name", { as })).toEqual([["system"]]);
  const nowhere = { ...alice(), homeDatabase: "sales" };
  expect(await rows("SHOW HOME DATABASE", { as: nowhere, database: "neo4j" })).toEqual([]);
});

test.each([
  ["CALL db.ping() YIELD nope", "nope", "success"],
  ["CALL dbms.components() YIELD version", "version", "name, versions, edition"],
  ["SHOW HOME DATABASE YIELD name, home", "home", `${FIELDS.replaceAll(" ", ", ")}, constituents`],
])("%s names a column that is not known", async (statement, column, allowed) => {
  expect(await refusalOf(() => run(statement))).toEqual({
    code: "Neo.ClientError.Statement.UnsupportedOperationError",
    message: `The sandbox's Neo4j stand-in does not know this statement: it has no column '${column}'. Allowed: ${allowed}.`,
  });
});
