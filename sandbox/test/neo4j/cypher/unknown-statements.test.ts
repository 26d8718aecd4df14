import fc from "fast-check";
import { expect, test } from "vitest";
import { Neo4jError } from "../../../neo4j/security/types.ts";
import { refusalOf } from "../server-fakes.ts";
import { World } from "./world.ts";

const { run } = new World();

test("what is known is told in the words of Cypher", async () => {
  expect(await refusalOf(() => run("MATCH (n) SET n.x = 1"))).toEqual({
    code: "Neo.ClientError.Statement.UnsupportedOperationError",
    message:
      "The sandbox's Neo4j stand-in does not know this statement. Allowed: " +
      [
        "CALL db.ping() [YIELD column, ...]",
        "CALL dbms.components() [YIELD column, ...]",
        "CALL dbms.components() YIELD versions, name, edition WHERE name = 'Neo4j Kernel' RETURN edition, versions[0] AS version",
        "CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition",
        "CALL dbms.components() YIELD name, versions, edition UNWIND versions AS version RETURN name, version, edition",
        "CALL dbms.clientConfig() [YIELD column, ...]; CALL dbms.showCurrentUser() [YIELD column, ...]; SHOW PROCEDURES YIELD column, ...; SHOW FUNCTIONS YIELD column, ...; " +
          "the names that Neo4j Browser asks for (CALL db.labels() YIELD label ... UNION ALL ...); the counts that it asks for (MATCH () ... UNION ALL ...); " +
          "SHOW DATABASES [YIELD column, ...]",
        "SHOW DEFAULT DATABASE [YIELD column, ...]",
        "SHOW HOME DATABASE [YIELD column, ...]",
        "RETURN 1 AS x, $y",
        "MATCH (n:Label {key: $value}) RETURN count(n)",
        "MATCH (n:Label {key: $value}) RETURN 1 AS x, $y, n.key",
        "MATCH (n:Label {key: $value})-[:TYPE]->(m:Label) RETURN 1 AS x, $y, n.key",
        "CREATE (n:Label {key: $value}), ...",
        "CREATE (n:Label {key: $value}) CREATE (m:Label) CREATE (n)-[:TYPE]->(m)",
        "MATCH (n:Label {key: $value}) DETACH DELETE n",
        "UNWIND $rows AS row MERGE (n:Label {key: row.key}) SET n += row",
      ].join("; ") +
      "; and statements about users, roles and settings.",
  });
});

/** Valid Cypher and nonsense alike: the stand-in does not claim to know which is which. */
test.each([
  "",
  ";",
  "NONSENSE",
  "RETURN",
  "RETURN *",
  "RETURN 1 2",
  "RETURN 1; RETURN 2",
  "RETURN 1 + 1",
  "RETURN x",
  "RETURN datetime()",
  "RETURN NOT true",
  "RETURN -'a'",
  "RETURN 'open",
  "RETURN `open",
  "RETURN 12ab",
  "RETURN 0o9",
  "RETURN #",
  "RETURN $",
  "RETURN 9223372036854775808",
  "RETURN -9223372036854775809",
  "RETURN [1",
  "RETURN [1,]",
  "RETURN {a}",
  "RETURN {a: 1",
  "RETURN 1 AS",
  "RETURN 1 LIMIT 1",
  `RETURN ${"[".repeat(102)}${"]".repeat(102)}`,
  "EXPLAIN RETURN 1",
  "MATCH (n) DELETE n",
  "MATCH (n) DETACH DELETE m",
  "MATCH (n) RETURN m",
  "MATCH (n) RETURN count(m)",
  "MATCH (n) RETURN n, count(n)",
  "MATCH (n {k: n.x}) RETURN n",
  "MATCH (n) WHERE n.x = 1 RETURN n",
  "MATCH (n) RETURN n LIMIT 1",
  "MATCH (n:) RETURN n",
  "MATCH (n)-[r:T]->(m) RETURN n",
  "MATCH (n)<-[:T]-(m) RETURN n",
  "MATCH (n)-[:T]->(n) RETURN n",
  "CREATE (a) RETURN a",
  "CREATE (a), (a)",
  "CREATE (a:A {k 1})",
  "CREATE (a:A {k: 1)",
  "CREATE (a)-[:T]->(b)",
  "CREATE (a) CREATE (b) CREATE (a)-[:T]->(c)",
  "MERGE (n:A)",
  "UNWIND $x AS row MERGE (row:A {k: row.k}) SET row += row",
  "UNWIND $x AS row MERGE (n {k: row.k}) SET n += row",
  "UNWIND $x AS row MERGE (n:A {k: x.k}) SET n += row",
  "UNWIND $x AS row MERGE (n:A {k: row.k}) SET n.k = row",
  "UNWIND $x AS row MERGE (n:A {k: row.k}) SET m += row",
  "UNWIND $x AS row MERGE (n:A {k: row.k}) SET n += x",
  "UNWIND $x AS row MERGE (n:A {k: row.k})",
  "CALL db.labels()",
  "CALL DB.PING()",
  "CALL db.ping",
  "CALL db.ping() YIELD success AS s",
  "CALL dbms.components() YIELD name, name",
  "CALL dbms.components() YIELD name RETURN edition",
  "CALL dbms.components() YIELD name WHERE name STARTS WITH 'N' RETURN name",
  "CALL dbms.components() YIELD versions UNWIND versions AS version",
  "CALL dbms.components() WHERE name = 'x'",
  "SHOW DATABASES YIELD *",
  "SHOW DEFAULT DATABASE YIELD *",
  "SHOW HOME DATABASE YIELD *",
  "SHOW INDEXES",
])("%s is not known", async (statement) => {
  const { code, message } = await refusalOf(() => run(statement, { parameters: { x: [] } }));
  expect(code).toBe("Neo.ClientError.Statement.UnsupportedOperationError");
  expect(message).toMatch(/^The sandbox's Neo4j stand-in does not know this statement\. Allowed: /);
});

const word = fc.constantFrom(
  ..."RETURN MATCH CREATE MERGE UNWIND SET DELETE DETACH CALL dbms components YIELD AS WHERE NULL count SHOW DATABASES".split(
    " ",
  ),
  ..."( ) [ ] { } : , . ; + - * > = $x n 'a' 1 1.5 null true".split(" "),
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
