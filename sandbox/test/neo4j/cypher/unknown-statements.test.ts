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
        "CALL db.ping() [YIELD ...]",
        "CALL dbms.components() [YIELD ...]",
        "SHOW DATABASES [YIELD ...]",
        "SHOW DEFAULT DATABASE [YIELD ...]",
        "SHOW HOME DATABASE [YIELD ...]",
        "RETURN 1 AS x, $y, n.key",
        "MATCH (n:Label {key: $value}) RETURN count(n)",
        "MATCH (n:Label {key: $value}) RETURN 1 AS x, $y, n.key",
        "MATCH (n:Label {key: $value})-[:TYPE]->(m:Label) RETURN 1 AS x, $y, n.key",
        "CREATE (n:Label {key: $value})",
        "CREATE (n:Label {key: $value}) CREATE (m:Label) CREATE (n)-[:TYPE]->(m)",
        "MATCH (n:Label {key: $value}) DETACH DELETE n",
        "UNWIND $rows AS row MERGE (n:Label {key: $value}) [SET n += row]",
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
  "UNWIND [1] AS x MERGE (x:A)",
  "UNWIND [1] AS x MERGE (n:A {k: y})",
  "UNWIND [1] AS x MERGE (n:A) SET n.k = x",
  "UNWIND [1] AS x MERGE (n:A) SET m += x",
  "CALL db.labels()",
  "CALL DB.PING()",
  "CALL db.ping",
  "CALL db.ping() YIELD nope",
  "CALL dbms.components() YIELD name, edition AS name",
  "CALL dbms.components() YIELD name RETURN edition",
  "CALL dbms.components() YIELD name WHERE name STARTS WITH 'N' RETURN name",
  "CALL dbms.components() YIELD versions UNWIND versions AS version",
  "CALL dbms.components() WHERE name = 'x'",
  "SHOW DATABASES YIELD *",
  "SHOW DATABASES YIELD databaseID",
  "SHOW HOME DATABASE YIELD home",
  "SHOW INDEXES",
])("%s is not known", async (statement) => {
  const { code, message } = await refusalOf(() => run(statement));
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
