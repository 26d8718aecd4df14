import { expect, test } from "vitest";
import { HttpWorld, refused } from "./world.ts";

const INVALID = "Neo.ClientError.Request.Invalid";

const world = new HttpWorld();
const { ask, query } = world;

test("rows, counters and bookmarks come as plain JSON", async () => {
  const created = await query({
    statement: "CREATE (n:Person {name: $name, born: 1815})",
    parameters: { name: "Ada" },
    includeCounters: true,
  });
  expect(created).toMatchObject({
    status: 202,
    body: {
      data: { fields: [], values: [] },
      counters: { containsUpdates: true, nodesCreated: 1, propertiesSet: 2, labelsAdded: 1 },
      bookmarks: [expect.stringMatching(/^FB:/)],
    },
  });
  const { bookmarks } = created.body;
  const found = await query({ statement: "MATCH (n) RETURN n, n.born AS born", bookmarks });
  expect(found.body.data).toEqual({
    fields: ["n", "born"],
    values: [
      [
        {
          elementId: expect.stringMatching(/^4:/),
          labels: ["Person"],
          properties: { name: "Ada", born: 1815 },
        },
        1815,
      ],
    ],
  });
  expect(Object.keys(found.body)).toEqual(["data", "bookmarks"]);
});

test("a statement that fails leaves nothing behind", async () => {
  const failed = await query({ statement: "CREATE (:A), (:B {k: {}})" });
  expect(failed.status).toBe(400);
  const counted = await query({ statement: "MATCH (n) RETURN count(n)" });
  expect(counted.body.data.values).toEqual([[0]]);
});

test.each<[name: string, body: unknown, message: unknown]>([
  ["no JSON", "{", expect.stringContaining("JSON")],
  ["a list", [], expect.stringMatching(/^body: /)],
  ["no statement", {}, expect.stringMatching(/^statement: /)],
  ["an empty statement", { statement: "" }, expect.stringMatching(/^statement: /)],
  [
    "an unknown field",
    { statement: "RETURN 1", statment: "x" },
    'body: Unrecognized key: "statment"',
  ],
  [
    "an unknown access mode",
    { statement: "RETURN 1", accessMode: "ADMIN" },
    expect.stringMatching(/^accessMode: /),
  ],
  [
    "an access mode that is a number",
    { statement: "RETURN 1", accessMode: 1 },
    expect.stringMatching(/^accessMode: /),
  ],
  [
    "two problems",
    { statement: 1, parameters: 2 },
    expect.stringMatching(/^statement: .*; parameters: /),
  ],
])("a body with %s is refused", async (_name, body, message) => {
  expect(await query(body)).toMatchObject(refused(400, INVALID, message));
});

test.each([
  [
    { statement: "NONSENSE" },
    400,
    "Neo.ClientError.Statement.UnsupportedOperationError",
    /does not know this statement\. Allowed: /,
  ],
  [
    { statement: "RETURN $x" },
    400,
    "Neo.ClientError.Statement.ParameterMissing",
    /^Expected parameter\(s\): x$/,
  ],
  [
    { statement: "CREATE (:A)", accessMode: "READ" },
    400,
    "Neo.ClientError.Statement.AccessMode",
    /^Writing in read access mode/,
  ],
  [
    { statement: "RETURN 1", bookmarks: ["x"] },
    400,
    "Neo.ClientError.Transaction.InvalidBookmark",
    /bookmarks/,
  ],
  [
    { statement: "RETURN 1", impersonatedUser: "x" },
    400,
    "Neo.ClientError.Security.Forbidden",
    /^Impersonating user 'x'/,
  ],
  [
    { statement: "RETURN 9007199254740993 AS x" },
    400,
    "Neo.ClientError.Request.Invalid",
    /9007199254740993 as JSON; use Bolt\.$/,
  ],
])("%j is refused", async (body, status, code, message) => {
  expect(await query(body)).toMatchObject(refused(status, code, expect.stringMatching(message)));
});

test("the access mode may be written small", async () => {
  const answer = await query({ statement: "RETURN 1", accessMode: "read" });
  expect(answer.status).toBe(202);
});

test("a reader may not write", async () => {
  const answer = await query(
    { statement: "CREATE (:A)" },
    { authorization: "Bearer jwt-of-reader" },
  );
  expect(answer).toMatchObject(
    refused(
      400,
      "Neo.ClientError.Security.Forbidden",
      "Create node with labels 'A' on database 'neo4j' is not allowed for user 'reporting' with roles [PUBLIC, reader].",
    ),
  );
});

test("an unknown database is not found", async () => {
  expect(await query({ statement: "RETURN 1" }, {}, "nope")).toMatchObject(
    refused(404, "Neo.ClientError.Database.DatabaseNotFound", "Graph not found: nope"),
  );
});

test.each([
  ["GET", "/browser/"],
  ["HEAD", "/db/neo4j/query/v2"],
  ["POST", "/db/neo4j/tx/commit"],
  ["DELETE", "/"],
])("%s %s says what is served", async (method, path) => {
  const response = await fetch(world.url(path), { method });
  expect(response.status).toBe(404);
  if (method === "HEAD") return;
  expect(await response.json()).toEqual({
    errors: [
      {
        code: "Neo.ClientError.Request.Invalid",
        message:
          "The sandbox's Neo4j stand-in serves only GET / and POST /db/{databaseName}/query/v2 over HTTP.",
      },
    ],
  });
});

test("other media types are refused", async () => {
  const other = "application/vnd.neo4j.query.v2.0";
  expect(await query({ statement: "RETURN 1" }, { accept: other })).toMatchObject(
    refused(
      406,
      INVALID,
      `The sandbox's Neo4j stand-in answers application/json, application/vnd.neo4j.query, application/vnd.neo4j.query.v1.0 only; the request accepts ${other}.`,
    ),
  );
  for (const accept of ["text/html", "application/vnd.neo4j.query"]) {
    expect((await ask("/", { headers: { accept } })).status).toBe(406);
  }
  for (const accept of ["text/html, */*;q=0.8", "application/*", "text/html,Application/JSON"]) {
    expect((await ask("/", { headers: { accept } })).status).toBe(200);
  }
  expect(await query("x", { "content-type": "text/xml" })).toMatchObject({ status: 415 });
});

test("a body beyond 1 MiB and a broken address are refused in the same form", async () => {
  const big = { statement: "RETURN $x", parameters: { x: "x".repeat(1024 * 1024) } };
  expect(await query(big)).toMatchObject({ status: 413, body: { errors: [{ code: INVALID }] } });
  expect(await query({ statement: "RETURN 1" }, {}, "%zz")).toMatchObject({
    status: 400,
    body: { errors: [{ code: INVALID }] },
  });
});

test("a defect is logged, and the client is told nothing of it", async () => {
  expect(await query({ statement: "CRASH" })).toMatchObject(
    refused(
      500,
      "Neo.DatabaseError.General.UnknownError",
      "An unexpected error occurred in the sandbox's Neo4j stand-in; see its log.",
    ),
  );
  expect(world.errors.splice(0)).toEqual([new Error("a defect with the secret hunter2 in it")]);
});

test("stop cuts requests that wait for an answer", async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  world.security.login = () => {
    resolve();
    return new Promise(() => {});
  };
  const pending = query({ statement: "RETURN 1" }).catch((error: Error) => error);
  await asked;
  await world.server.stop();
  expect(await pending).toBeInstanceOf(Error);
});
