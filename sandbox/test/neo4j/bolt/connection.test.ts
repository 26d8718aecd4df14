import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { HELLO, logon, PULL, RESET, request, run } from "./raw-client.ts";
import { BoltWorld, SUCCESS } from "./world.ts";

const GOODBYE = request(0x02);

const world = new BoltWorld();
const { loggedIn, open } = world;

test("requests may be sent ahead; answers come in their order", async () => {
  const client = await open().agree(8);
  client.send(HELLO, logon("jwt"), run("RETURN 1 AS x"), PULL, run("RETURN 2 AS x"), PULL);
  expect(
    (await client.messages(8)).map(([name, field]) => (name === "RECORD" ? field : name)),
  ).toEqual(["SUCCESS", "SUCCESS", "SUCCESS", [1], "SUCCESS", "SUCCESS", [2], "SUCCESS"]);
});

test("messages may arrive in single bytes, with empty chunks between them", async () => {
  const client = await open().agree(8);
  const noop = Buffer.of(0, 0);
  for (const byte of Buffer.concat([noop, HELLO, noop, noop, logon("jwt")])) {
    client.send(Buffer.of(byte));
  }
  expect(await client.messages(2)).toEqual([SUCCESS, SUCCESS]);
});

test("a failed login is answered and the connection closed", async () => {
  const client = await open().agree(8);
  client.send(HELLO, logon("wrong"), run("RETURN 1"));
  expect(await client.messages(9)).toEqual([
    SUCCESS,
    [
      "FAILURE",
      {
        neo4j_code: "Neo.ClientError.Security.Unauthorized",
        message: "The client is unauthorized due to authentication failure.",
        gql_status: "50N42",
        description:
          "error: general processing exception - unexpected error. Unexpected error has occurred. See debug log for details.",
      },
    ],
  ]);
  await client.closed;
});

test("before Bolt 5.7 a failure is a code and a message", async () => {
  const client = await open().agree(6);
  client.send(HELLO, logon("wrong"));
  const [, failure] = await client.messages(2);
  expect(failure).toEqual([
    "FAILURE",
    {
      code: "Neo.ClientError.Security.Unauthorized",
      message: "The client is unauthorized due to authentication failure.",
    },
  ]);
});

test("before Bolt 5.1 HELLO carries the login", async () => {
  const client = await open().agree(0);
  client.send(
    request(0x01, { user_agent: "raw/1", scheme: "basic", principal: "etl", credentials: "jwt" }),
    run("SHOW CURRENT USER"),
    PULL,
  );
  const [hello, , record] = await client.messages(3);
  expect(hello).toEqual([
    "SUCCESS",
    {
      server: "Neo4j/5.26.0",
      connection_id: "bolt-1",
      hints: { "connection.recv_timeout_seconds": 120 },
    },
  ]);
  expect(record).toEqual(["RECORD", ["etl", ["PUBLIC", "admin"], null, null, null]]);
});

test("before Bolt 5 a node has no element id, and a failure no GQL status", async () => {
  const client = await open().agree(4, 4);
  client.send(
    request(0x01, { user_agent: "x/1", patch_bolt: ["utc"], scheme: "bearer", credentials: "jwt" }),
    ...[run("CREATE (:A {k: 1})"), PULL, run("MATCH (n:A) RETURN n"), PULL],
    run("RETURN $x"),
  );
  const [hello, , , , record, , failure] = await client.messages(7);
  const hints = { "connection.recv_timeout_seconds": 120 };
  const server = { server: "Neo4j/5.26.0", connection_id: "bolt-1", hints, patch_bolt: ["utc"] };
  expect(hello).toEqual(["SUCCESS", server]);
  expect(record).toMatchObject([
    "RECORD",
    [{ tag: 0x4e, fields: [0n, ["A"], new Map([["k", 1n]])] }],
  ]);
  const code = "Neo.ClientError.Statement.ParameterMissing";
  expect(failure).toEqual(["FAILURE", { code, message: "Expected parameter(s): x" }]);
});

test("a RESET overtakes what was sent before it", async () => {
  const client = await loggedIn();
  client.send(run("RETURN 1"), PULL, RESET, run("RETURN 2"));
  expect((await client.messages(4)).map(([name]) => name)).toEqual([
    "IGNORED",
    "IGNORED",
    "SUCCESS",
    "SUCCESS",
  ]);
});

test("GOODBYE closes the connection without an answer", async () => {
  const client = await loggedIn();
  client.send(GOODBYE, run("RETURN 1"));
  expect(await client.messages(1)).toEqual([]);
  await client.closed;
});

test.each([
  ["garbage", Buffer.from("00 02 ff 00 00 00".replaceAll(" ", ""), "hex"), "Request.Invalid"],
  ["an unknown message", request(0x55), "Request.Invalid"],
  ["a field of the wrong type", request(0x10, 1, {}, {}), "Request.Invalid"],
  ["a message without its fields", request(0x10), "Request.InvalidFormat"],
])("%s is answered after what came before it, then it is over", async (_name, bytes, code) => {
  const client = await loggedIn();
  client.send(run("RETURN 1"), bytes, RESET);
  const [first, second, ...more] = await client.messages(9);
  expect(first).toEqual(SUCCESS);
  expect(second).toMatchObject(["FAILURE", { neo4j_code: `Neo.ClientError.${code}` }]);
  expect(more).toEqual([]);
  await client.closed;
});

test("a defect is logged, and the client is told nothing of it", async () => {
  const client = await loggedIn();
  client.send(run("CRASH"), RESET, run("RETURN 1"));
  const [failure, reset] = await client.messages(2);
  expect([failure, reset]).toMatchObject([["IGNORED"], ["SUCCESS", {}]]);
  await client.messages(1);
  client.send(RESET, run("CRASH"));
  const [, defect] = await client.messages(2);
  expect(defect).toMatchObject([
    "FAILURE",
    {
      neo4j_code: "Neo.DatabaseError.General.UnknownError",
      gql_status: "50N42",
      message: "An unexpected error occurred in the sandbox's Neo4j stand-in; see its log.",
    },
  ]);
  expect(world.errors.splice(0)).toEqual([new Error("a defect with the secret hunter2 in it")]);
});

test("stop cuts clients that wait for an answer", async () => {
  const client = await open().agree(8);
  world.security.login = () => new Promise(() => {});
  client.send(HELLO, logon("jwt"));
  await client.messages(1);
  await world.server.stop();
  await client.closed;
  expect(world.server.connections).toBe(0);
});

test("a taken port is refused, and stop does no harm before start", async () => {
  const other = world.newServer(world.server.port);
  await expect(other.start()).rejects.toMatchObject({ code: "EADDRINUSE" });
  await other.stop();
});
