import { Buffer } from "node:buffer";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { DEFAULT_LIMITS, type Limits } from "../../../neo4j/bolt/limits.ts";
import { HELLO, logon, PULL, request, run } from "./raw-client.ts";
import { BoltWorld, SUCCESS } from "./world.ts";

const world = new BoltWorld();
const { loggedIn, open, restart } = world;

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
  await restart({ message: 1000 });
  const client = await loggedIn();
  client.send(Buffer.of(0x03, 0xff));
  expect(await client.messages(1)).toMatchObject([
    ["FAILURE", { message: "Value of size 1023 exceeded limit of 1000" }],
  ]);
  await client.closed;
});

test("clients beyond the limit are closed at once, and a free place is used again", async () => {
  await restart({ connections: 1 });
  const first = await loggedIn();
  expect(world.server.connections).toBe(1);
  await open().closed;
  first.socket.destroy();
  await first.closed;
  await vi.waitFor(() => expect(world.server.connections).toBe(0));
  await loggedIn();
});

test("nobody locks others out with idle connections that never log in", async () => {
  await restart({ authenticationTimeout: 2_000 });
  const idle = Array.from({ length: DEFAULT_LIMITS.connections }, () => open());
  await Promise.all(idle.map(({ socket }) => once(socket, "connect")));
  const cut = () => idle.filter(({ socket }) => socket.closed).length;
  const kept = DEFAULT_LIMITS.unauthenticated;
  await vi.waitFor(() => expect(cut()).toBe(idle.length - kept));
  const client = await loggedIn();
  await Promise.all(idle.map(({ closed }) => closed));
  await vi.waitFor(() => expect(world.server.connections).toBe(1));
  client.send(run("RETURN 1 AS one"), PULL);
  expect((await client.messages(2))[1]).toEqual(["RECORD", [1]]);
});

test("nor from many addresses: in a full server the oldest one gives way, never one with a login", async () => {
  await restart({ connections: 3, unauthenticated: 3 });
  const first = await loggedIn();
  const [idle, later] = [open(), open()];
  await Promise.all([once(idle.socket, "connect"), once(later.socket, "connect")]);
  await vi.waitFor(() => expect(world.server.connections).toBe(3));
  const second = await loggedIn();
  await idle.closed;
  const third = await loggedIn();
  await later.closed;
  await open().closed;
  for (const client of [first, second, third]) {
    client.send(run("RETURN 1 AS one"), PULL);
    expect((await client.messages(2))[1]).toEqual(["RECORD", [1]]);
  }
});

test("a client whose login is at work keeps its place", async () => {
  await restart({ unauthenticated: 1 });
  const { promise: late, resolve: letIn } = Promise.withResolvers<void>();
  const { login } = world.security;
  world.security.login = async (token) => {
    await late;
    return login.call(world.security, token);
  };
  const slow = await open().agree(8);
  slow.send(HELLO, logon("jwt"));
  expect(await slow.messages(1)).toEqual([SUCCESS]);
  const idle = open();
  await once(idle.socket, "connect");
  const next = open();
  await idle.closed;
  letIn();
  expect(await slow.messages(1)).toEqual([SUCCESS]);
  expect(next.socket.destroyed).toBe(false);
});

test.each<[name: string, limits: Partial<Limits>, bytes: Buffer | undefined]>([
  ["nothing at all", { authenticationTimeout: 20 }, undefined],
  ["half a handshake", { authenticationTimeout: 20 }, Buffer.of(0x60, 0x60, 0xb0)],
])("a client that sends %s is cut off", async (_name, limits, bytes) => {
  await restart(limits);
  const client = open();
  if (bytes) client.send(bytes);
  await client.closed;
});

test("a client that never logs in is cut off, whatever it sends meanwhile", async () => {
  await restart({ authenticationTimeout: 50 });
  const client = await open().agree(8);
  const drip = setInterval(() => client.send(Buffer.of(0, 0)), 5);
  await client.closed;
  clearInterval(drip);
});

test("a message that stops half-way, and a silent client, are cut off", async () => {
  await restart({ messageTimeout: 20 });
  const half = await loggedIn();
  half.send(Buffer.of(0, 9, 1));
  await half.closed;
  await restart({ idleTimeout: 20 });
  await (await loggedIn()).closed;
});

test("a client that logs off has the time of a login again", async () => {
  await restart({ authenticationTimeout: 60 });
  const client = await loggedIn();
  client.send(request(0x6b));
  await client.closed;
});

test("a client that does not read its answers is cut off", async () => {
  await restart({ messageTimeout: 30 });
  const client = await loggedIn();
  client.socket.pause();
  const text = "x".repeat(90_000);
  const parameters = { list: new Array(10).fill(text) };
  for (let i = 0; i < 30; i++) client.send(request(0x10, "RETURN $list", parameters, {}), PULL);
  await vi.waitFor(() => expect(world.server.connections).toBe(0), 10_000);
});

test("a client that runs ahead of its limit is read again once it is answered", async () => {
  await restart({ queued: 500 });
  const client = await loggedIn();
  const count = 40;
  for (let i = 0; i < count; i++) client.send(request(0x66, {}, [], {}));
  expect(await client.messages(count)).toHaveLength(count);
  client.send(request(0x66, {}, [], {}));
  expect(await client.messages(1)).toHaveLength(1);
});

test("a flood of requests in one write is answered completely", async () => {
  const client = await loggedIn();
  const count = 5000;
  client.send(...new Array(count).fill(request(0x66, {}, [], {})));
  const answers = await client.messages(count);
  expect(answers.length).toBe(count);
  expect(answers.every(([name]) => name === "SUCCESS")).toBe(true);
});
