import { expect, test } from "vitest";
import { Database } from "../../../neo4j/cypher/database.ts";
import { FakeSecurity, refusalOf } from "../server-fakes.ts";
import { alice, World } from "./world.ts";

const world = new World();
const { run, rows } = world;

/** As Neo4j Browser 5.24.0 sends them. */
const NAMES = `
CALL db.labels() YIELD label
RETURN {name:'labels', data:COLLECT(label)[..1000]} AS result
UNION ALL
CALL db.relationshipTypes() YIELD relationshipType
RETURN {name:'relationshipTypes', data:COLLECT(relationshipType)[..1000]} AS result
UNION ALL
CALL db.propertyKeys() YIELD propertyKey
RETURN {name:'propertyKeys', data:COLLECT(propertyKey)[..1000]} AS result
`;
const COUNTS = `
MATCH () RETURN { name:'nodes', data:count(*) } AS result
UNION ALL
MATCH ()-[]->() RETURN { name:'relationships', data: count(*)} AS result
`;

const result = (name: string, data: unknown) => [{ name, data }];

test("the names and counts of the side bar are those that the user sees", async () => {
  await run("CREATE (n:Film {title: 'one'}) CREATE (m:Person) CREATE (n)-[:MADE_BY]->(m)");
  await run("CREATE (:Film {title: 'two', year: 1999})");
  const as = alice("reader");
  expect(await rows(NAMES, { as, mode: "r" })).toEqual([
    result("labels", ["Film", "Person"]),
    result("relationshipTypes", ["MADE_BY"]),
    result("propertyKeys", ["title", "year"]),
  ]);
  expect(await rows(COUNTS, { as, mode: "r" })).toEqual([
    result("nodes", 3),
    result("relationships", 1),
  ]);
  await run("MATCH (n:Film) DETACH DELETE n");
  expect(await rows(NAMES, { as, mode: "r" })).toEqual([
    result("labels", ["Person"]),
    result("relationshipTypes", []),
    result("propertyKeys", ["title", "year"]),
  ]);
  expect(await rows(NAMES, { as: alice() })).toEqual([
    result("labels", []),
    result("relationshipTypes", []),
    result("propertyKeys", []),
  ]);
  expect(await rows(COUNTS, { as: alice() })).toEqual([
    result("nodes", 0),
    result("relationships", 0),
  ]);
});

test("another statement of that kind is refused", async () => {
  for (const statement of [NAMES.replace("1000", "999"), `${COUNTS} LIMIT 1`]) {
    expect(await refusalOf(() => run(statement))).toMatchObject({
      code: "Neo.ClientError.Statement.UnsupportedOperationError",
    });
  }
});

test("the current user is told with all roles", async () => {
  const { fields } = await run("CALL dbms.showCurrentUser()");
  expect(fields).toEqual(["username", "roles", "flags"]);
  const as = alice("reader", "admin");
  expect(await rows("CALL dbms.showCurrentUser()", { as })).toEqual([
    ["alice", ["PUBLIC", "admin", "reader"], []],
  ]);
});

test("procedures are listed, by columns that must be named, and there are no functions", async () => {
  const listed = await rows("SHOW PROCEDURES yield name, signature");
  expect(listed).toContainEqual(["db.ping", "db.ping() :: (success :: BOOLEAN)"]);
  expect(listed).toContainEqual(["dbms.security.clearAuthCache", "dbms.security.clearAuthCache()"]);
  expect(await rows("SHOW FUNCTIONS yield name, description, signature")).toEqual([]);
  for (const statement of ["SHOW PROCEDURES", "SHOW FUNCTIONS YIELD *"]) {
    expect(await refusalOf(() => run(statement))).toMatchObject({
      code: "Neo.ClientError.Statement.UnsupportedOperationError",
    });
  }
});

test("clients are told the settings that are for them, and no other", async () => {
  const config = async () => {
    const names = await rows("CALL dbms.clientConfig() YIELD name, value, explicitlySet");
    return new Map(names.map(([name, ...rest]) => [name, rest]));
  };
  expect(await config()).toEqual(
    new Map([
      ["browser.allow_outgoing_connections", ["true", false]],
      ["browser.credential_timeout", ["0s", false]],
      ["browser.post_connect_cmd", ["", false]],
      ["browser.remote_content_hostname_whitelist", ["guides.neo4j.com,localhost", false]],
      ["browser.retain_connection_credentials", ["true", false]],
      ["browser.retain_editor_history", ["true", false]],
      ["client.allow_telemetry", ["true", false]],
      ["dbms.security.auth_enabled", ["true", false]],
    ]),
  );
  world.database = new Database({
    security: new FakeSecurity(),
    version: "5.26.0",
    edition: "enterprise",
    address: () => "127.0.0.1:7687",
    settings: new Map<string, boolean | number | string>([
      ["browser.credential_timeout", 90_000],
      ["dbms.security.auth_enabled", false],
      ["dbms.security.ldap.authorization.system_password", "hunter2"],
    ]),
  });
  const told = await config();
  expect(told.get("browser.credential_timeout")).toEqual(["90s", true]);
  expect(told.get("dbms.security.auth_enabled")).toEqual(["false", true]);
  expect(told.size).toBe(8);
});
