import { Buffer } from "node:buffer";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DEFAULT_LIMITS, type Limits } from "../../../../sandbox/neo4j/bolt/limits.ts";
import { BoltServer } from "../../../../sandbox/neo4j/bolt/server.ts";
import { boltVersions } from "../../../../sandbox/neo4j/bolt/version.ts";
import { Database } from "../../../../sandbox/neo4j/cypher/database.ts";
import { FakeSecurity } from "../server-fakes.ts";
import { HELLO, logon, PULL, RawClient, RESET, request, run } from "./raw-client.ts";

const SUCCESS = ["SUCCESS", expect.anything()];
const GOODBYE = request(0x02);

let security: FakeSecurity;
let server: BoltServer;
const errors: unknown[] = [];
const clients: RawClient[] = [];

async function start(limits: Partial<Limits> = {}): Promise<void> {
  security = new FakeSecurity().allow("jwt", { username: "etl", roles: ["admin"] });
  server = new BoltServer({
    security,
    database: new Database({ security, version: "5.26.0", edition: "enterprise" }),
    host: "127.0.0.1",
    port: 0,
    advertisedAddress: () => "127.0.0.1:7687",
    versions: boltVersions("5.26.0"),
    serverAgent: "Neo4j/5.26.0",
    now: () => 0,
    limits: { ...DEFAULT_LIMITS, ...limits },
    onError: (error) => errors.push(error),
  });
  await server.start();
}

function open(): RawClient {
  const client = new RawClient(server.port);
  clients.push(client);
  return client;
}

async function loggedIn(minor = 8): Promise<RawClient> {
  const client = await open().agree(minor);
  client.send(HELLO, logon("jwt"));
  expect(await client.messages(2)).toEqual([SUCCESS, SUCCESS]);
  return client;
}

beforeEach(() => start());

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy();
  await server.stop();
  expect(errors.splice(0)).toEqual([]);
});

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
        gql_status: "42NFF",
        description:
          "error: syntax error or access rule violation - permission/access denied. Access denied, see the security logs for details.",
        diagnostic_record: {
          OPERATION: "",
          OPERATION_CODE: "0",
          CURRENT_SCHEMA: "/",
          _classification: "CLIENT_ERROR",
        },
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
    { server: "Neo4j/5.26.0", connection_id: "bolt-1", hints: {} },
  ]);
  expect(record).toEqual(["RECORD", ["etl", ["PUBLIC", "admin"], null, null, null]]);
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
  ["a field of the wrong type", request(0x10, 1, {}, {}), "Request.InvalidFormat"],
])("%s is answered after what came before it, then it is over", async (_name, bytes, code) => {
  const client = await loggedIn();
  client.send(run("RETURN 1"), bytes, RESET);
  const [first, second, ...more] = await client.messages(9);
  expect(first).toEqual(SUCCESS);
  expect(second).toMatchObject(["FAILURE", { neo4j_code: `Neo.ClientError.${code}` }]);
  expect(more).toEqual([]);
  await client.closed;
});

test("before the login a message has 8 KiB, after it more", async () => {
  const big = (size: number) => logon("x".repeat(size));
  const client = await open().agree(8);
  client.send(HELLO);
  await client.messages(1);
  client.send(big(8192));
  expect(await client.messages(1)).toMatchObject([
    [
      "FAILURE",
      {
        neo4j_code: "Neo.ClientError.Request.Invalid",
        message: expect.stringMatching(/^Value of size 82\d\d exceeded limit of 8192$/),
      },
    ],
  ]);
  await client.closed;
  const other = await loggedIn();
  other.send(run(`RETURN '${"x".repeat(20_000)}' AS x`), PULL);
  expect((await other.messages(2))[1]).toEqual(["RECORD", ["x".repeat(20_000)]]);
});

test("after LOGOFF the small limit holds again", async () => {
  const client = await loggedIn();
  client.send(request(0x6b));
  await client.messages(1);
  client.send(logon("x".repeat(8192)));
  expect(await client.messages(1)).toMatchObject([["FAILURE", {}]]);
});

test("a message beyond the limit is refused at its header", async () => {
  await server.stop();
  await start({ message: 1000 });
  const client = await loggedIn();
  client.send(Buffer.of(0x03, 0xff));
  expect(await client.messages(1)).toMatchObject([
    ["FAILURE", { message: "Value of size 1023 exceeded limit of 1000" }],
  ]);
  await client.closed;
});

test("clients beyond the limit are closed at once, and a free place is used again", async () => {
  await server.stop();
  await start({ connections: 1 });
  const first = await loggedIn();
  expect(server.connections).toBe(1);
  await open().closed;
  first.socket.destroy();
  await first.closed;
  await vi.waitFor(() => expect(server.connections).toBe(0));
  await loggedIn();
});

test.each<[name: string, limits: Partial<Limits>, bytes: Buffer | undefined]>([
  ["nothing at all", { authenticationTimeout: 20 }, undefined],
  ["half a handshake", { authenticationTimeout: 20 }, Buffer.of(0x60, 0x60, 0xb0)],
])("a client that sends %s is cut off", async (_name, limits, bytes) => {
  await server.stop();
  await start(limits);
  const client = open();
  if (bytes) client.send(bytes);
  await client.closed;
});

test("a client that never logs in is cut off, whatever it sends meanwhile", async () => {
  await server.stop();
  await start({ authenticationTimeout: 50 });
  const client = await open().agree(8);
  const drip = setInterval(() => client.send(Buffer.of(0, 0)), 5);
  await client.closed;
  clearInterval(drip);
});

test("a message that stops half-way, and a silent client, are cut off", async () => {
  await server.stop();
  await start({ messageTimeout: 20 });
  const half = await loggedIn();
  half.send(Buffer.of(0, 9, 1));
  await half.closed;
  await server.stop();
  await start({ idleTimeout: 20 });
  await (await loggedIn()).closed;
});

test("a client that logs off has the time of a login again", async () => {
  await server.stop();
  await start({ authenticationTimeout: 60 });
  const client = await loggedIn();
  client.send(request(0x6b));
  await client.closed;
});

test("a client that does not read its answers is cut off", async () => {
  await server.stop();
  await start({ messageTimeout: 30 });
  const client = await loggedIn();
  client.socket.pause();
  const text = "x".repeat(90_000);
  const parameters = { list: new Array(10).fill(text) };
  for (let i = 0; i < 30; i++) client.send(request(0x10, "RETURN $list", parameters, {}), PULL);
  await vi.waitFor(() => expect(server.connections).toBe(0), 10_000);
});

test("a flood of requests in one write is answered completely", async () => {
  const client = await loggedIn();
  const count = 5000;
  client.send(...new Array(count).fill(request(0x66, {}, [], {})));
  const answers = await client.messages(count);
  expect(answers.length).toBe(count);
  expect(answers.every(([name]) => name === "SUCCESS")).toBe(true);
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
  expect(errors.splice(0)).toEqual([new Error("a defect with the secret hunter2 in it")]);
});

test("stop cuts clients that wait for an answer", async () => {
  const client = await open().agree(8);
  security.login = () => new Promise(() => {});
  client.send(HELLO, logon("jwt"));
  await client.messages(1);
  await server.stop();
  await client.closed;
  expect(server.connections).toBe(0);
});

test("a taken port is refused, and stop does no harm before start", async () => {
  const { port } = server;
  const other = new BoltServer({
    security,
    database: new Database({ security, version: "5.26.0", edition: "enterprise" }),
    host: "127.0.0.1",
    port,
    advertisedAddress: () => "",
    versions: [],
    serverAgent: "",
    now: () => 0,
    limits: DEFAULT_LIMITS,
    onError: () => {},
  });
  await expect(other.start()).rejects.toMatchObject({ code: "EADDRINUSE" });
  await other.stop();
});
