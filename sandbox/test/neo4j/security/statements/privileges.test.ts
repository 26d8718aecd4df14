import { describe, expect, test } from "vitest";
import { refusal } from "../world.ts";
import { AdminWorld } from "./admin-world.ts";

const database = new AdminWorld();
const { run } = database;

/** What a role has, without the name of the role. */
async function privileges(role = "probe"): Promise<string[]> {
  const table = (await run(`SHOW ROLE ${role} PRIVILEGES AS COMMANDS`)) as { rows: string[][] };
  return table.rows.map(([command = ""]) => command.replace(` TO \`${role}\``, ""));
}

/** Statement to what real servers (5.26.31 and 2026.08.1 alike) have stored of it, as far as it is known. */
test.each<[written: string, stored: string[]]>([
  ["GRANT ACCESS ON DATABASES *", ["GRANT ACCESS ON DATABASE *"]],
  [
    "GRANT ACCESS ON DATABASES NEO4J, system",
    ["GRANT ACCESS ON DATABASE `neo4j`", "GRANT ACCESS ON DATABASE `system`"],
  ],
  ["grant access on home database", ["GRANT ACCESS ON HOME DATABASE"]],
  [
    "GRANT TRAVERSE ON GRAPH neo4j NODES `Weird Label`, Other",
    [
      "GRANT TRAVERSE ON GRAPH `neo4j` NODE Other",
      "GRANT TRAVERSE ON GRAPH `neo4j` NODE `Weird Label`",
    ],
  ],
  [
    "GRANT READ {name, age} ON GRAPH neo4j NODES Person",
    [
      "GRANT READ {age} ON GRAPH `neo4j` NODE Person",
      "GRANT READ {name} ON GRAPH `neo4j` NODE Person",
    ],
  ],
  [
    "GRANT MATCH {*} ON GRAPH neo4j",
    ["GRANT MATCH {*} ON GRAPH `neo4j` NODE *", "GRANT MATCH {*} ON GRAPH `neo4j` RELATIONSHIP *"],
  ],
  [
    "GRANT TRAVERSE ON GRAPH neo4j ELEMENTS Person",
    [
      "GRANT TRAVERSE ON GRAPH `neo4j` NODE Person",
      "GRANT TRAVERSE ON GRAPH `neo4j` RELATIONSHIP Person",
    ],
  ],
  ["GRANT MATCH {*} ON HOME GRAPH NODES *", ["GRANT MATCH {*} ON HOME GRAPH NODE *"]],
  ["GRANT WRITE ON GRAPHS *", ["GRANT WRITE ON GRAPH *"]],
  [
    "DENY SET PROPERTY {x} ON GRAPH neo4j NODES *",
    ["DENY SET PROPERTY {x} ON GRAPH `neo4j` NODE *"],
  ],
  [
    "GRANT SET LABEL Foo, Bar ON GRAPH neo4j",
    ["GRANT SET LABEL Bar ON GRAPH `neo4j`", "GRANT SET LABEL Foo ON GRAPH `neo4j`"],
  ],
  ["GRANT REMOVE LABEL * ON GRAPH neo4j", ["GRANT REMOVE LABEL * ON GRAPH `neo4j`"]],
  ["GRANT ALL ON GRAPH neo4j", ["GRANT ALL GRAPH PRIVILEGES ON GRAPH `neo4j`"]],
  ["GRANT ALL PRIVILEGES ON DATABASE neo4j", ["GRANT ALL DATABASE PRIVILEGES ON DATABASE `neo4j`"]],
  ["GRANT ALL DBMS PRIVILEGES ON DBMS", ["GRANT ALL DBMS PRIVILEGES ON DBMS"]],
  ["GRANT INDEX ON DATABASES *", ["GRANT INDEX MANAGEMENT ON DATABASE *"]],
  [
    "GRANT CREATE NEW LABELS ON DATABASE neo4j",
    ["GRANT CREATE NEW NODE LABEL ON DATABASE `neo4j`"],
  ],
  ["GRANT SHOW INDEXES ON DATABASE neo4j", ["GRANT SHOW INDEX ON DATABASE `neo4j`"]],
  ["GRANT SHOW TRANSACTIONS ON DATABASE neo4j", ["GRANT SHOW TRANSACTION (*) ON DATABASE `neo4j`"]],
  [
    "GRANT IMPERSONATE (alice, bob) ON DBMS",
    ["GRANT IMPERSONATE (alice) ON DBMS", "GRANT IMPERSONATE (bob) ON DBMS"],
  ],
  [
    "GRANT EXECUTE PROCEDURE db.labels, db.schema.* ON DBMS",
    ["GRANT EXECUTE PROCEDURE db.labels ON DBMS", "GRANT EXECUTE PROCEDURE db.schema.* ON DBMS"],
  ],
  [
    "GRANT EXECUTE FUNCTIONS apoc.* ON DBMS",
    ["GRANT EXECUTE USER DEFINED FUNCTION apoc.* ON DBMS"],
  ],
  ["GRANT SHOW SERVERS ON DBMS", ["GRANT SHOW SERVERS ON DBMS"]],
  ["GRANT SHOW SETTINGS * ON DBMS", ["GRANT SHOW SETTING * ON DBMS"]],
  ["GRANT ROLE MANAGEMENT ON DBMS", ["GRANT ROLE MANAGEMENT ON DBMS"]],
  ["GRANT LOAD ON ALL DATA", ["GRANT LOAD ON ALL DATA"]],
])("%s", async (written, stored) => {
  await run("CREATE ROLE probe");
  await run(`${written} TO probe`);
  expect(await privileges()).toEqual(stored);
  for (const command of stored) await run(`REVOKE ${command} FROM probe`);
  expect(await privileges()).toEqual([]);
});

describe("privileges", () => {
  test("of the built-in roles are those of a new database, shown as revoking commands too", async () => {
    expect(await privileges("reader")).toEqual([
      "GRANT ACCESS ON DATABASE *",
      "GRANT MATCH {*} ON GRAPH * NODE *",
      "GRANT MATCH {*} ON GRAPH * RELATIONSHIP *",
      "GRANT SHOW CONSTRAINT ON DATABASE *",
      "GRANT SHOW INDEX ON DATABASE *",
    ]);
    const all = (await run("SHOW PRIVILEGES AS REVOKE COMMANDS YIELD command, immutable")) as {
      rows: unknown[][];
    };
    expect(all.rows).toHaveLength(45);
    expect(all.rows[0]).toEqual(["REVOKE GRANT ACCESS ON DATABASE * FROM `admin`", false]);
  });

  test("are copied, renamed and dropped with their role", async () => {
    await run("CREATE ROLE etl AS COPY OF reader");
    await run("DENY READ {ssn} ON GRAPH neo4j NODES Person TO etl");
    await run("RENAME ROLE etl TO loader");
    expect(await privileges("loader")).toHaveLength(6);
    await run("REVOKE READ {ssn} ON GRAPH neo4j NODES Person FROM loader");
    expect(await privileges("loader")).toHaveLength(5);
    await run("DROP ROLE loader");
    await run("CREATE ROLE loader");
    expect(await privileges("loader")).toEqual([]);
  });

  test.each([
    [
      "GRANT ACCESS ON DATABASE sales TO reader",
      "Neo.ClientError.Database.DatabaseNotFound",
      "Database 'sales' does not exist.",
    ],
    [
      "GRANT ACCESS ON DATABASE neo4j TO nobody",
      "Neo.ClientError.Statement.ArgumentError",
      "Failed to grant privileges to role 'nobody': Role does not exist.",
    ],
    [
      "REVOKE WRITE ON GRAPH * FROM nobody",
      "Neo.ClientError.Statement.ArgumentError",
      "Failed to revoke privileges from role 'nobody': Role does not exist.",
    ],
  ])("%s is refused", async (statement, code, message) => {
    expect(await refusal(run(statement))).toEqual({ code, message });
  });
});
