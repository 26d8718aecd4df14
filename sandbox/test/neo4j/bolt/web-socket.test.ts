import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import WebSocket, { createWebSocketStream } from "ws";
import { HELLO, logon, PULL, request, run } from "./raw-client.ts";
import { BoltWorld, SUCCESS } from "./world.ts";

const world = new BoltWorld();
const HANDSHAKE = Buffer.from("6060b01700000805000000000000000000000000", "hex");

const url = (path = "/") => `ws://127.0.0.1:${world.server.port}${path}`;

/** A WebSocket that is open, and the code that it is closed with. */
async function open(options: { origin?: string; protocols?: string[] } = {}) {
  const { protocols = [], ...rest } = options;
  const socket = new WebSocket(url(), protocols, rest);
  const closed = once(socket, "close").then(([code]) => code);
  await once(socket, "open");
  return { socket, closed };
}

/** A client that speaks Bolt 5.8 inside, and its WebSocket. */
async function openBolt(options = {}) {
  const { socket } = await open(options);
  const stream = createWebSocketStream(socket);
  stream.on("end", () => stream.destroy());
  return { client: await world.open(stream).agree(8), socket };
}

/** What HTTP is answered on the Bolt port, sent in these pieces. */
async function http(...pieces: string[]): Promise<string> {
  const socket = connect(world.server.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.setNoDelay(true);
  let answer = "";
  socket.on("data", (bytes) => {
    answer += bytes;
  });
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await once(socket, "close");
  return answer;
}

const GET = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, "Host: localhost", ...headers, "", ""].join("\r\n");
const UPGRADE = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
const KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

test("a page of any origin speaks Bolt in binary messages, whatever their borders", async () => {
  const { client } = await openBolt({ origin: "https://a.test" });
  const bytes = Buffer.concat([HELLO, logon("jwt"), run("RETURN 1 AS one"), PULL]);
  for (let at = 0; at < bytes.length; at += 7) client.send(bytes.subarray(at, at + 7));
  const answers = await client.messages(5);
  expect(answers[0]).toEqual(SUCCESS);
  expect(answers[3]).toEqual(["RECORD", [1]]);
  expect(world.server.connections).toBe(1);
  client.socket.destroy();
  await vi.waitFor(() => expect(world.server.connections).toBe(0));
});

test("no subprotocol and no compression is agreed on", async () => {
  const answer = http(
    GET(
      "/",
      ...UPGRADE,
      KEY,
      "Sec-WebSocket-Protocol: bolt",
      "Sec-WebSocket-Extensions: permessage-deflate",
    ),
  );
  await vi.waitFor(() => expect(world.server.connections).toBe(1));
  await world.server.stop();
  expect(await answer).toBe(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
  );
});

test("another GET is told how one may sign in, on any path and in pieces", async () => {
  for (const pieces of [
    [GET("/")],
    ["G", "ET", " /x?y HTTP/1.1\r\nHost: a\r\nOrigin: b\r\n\r\n"],
  ]) {
    const [head, body] = (await http(...pieces)).split("\r\n\r\n");
    expect(head).toContain("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n");
    expect(head).toContain("Content-Type: application/json\r\nVary: Accept");
    expect(body).toBe('{"auth_config":{"oidc_providers":[]}}');
  }
});

test.each([
  ["another method", "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n"],
  ["an upgrade of another path", GET("/x", ...UPGRADE, KEY)],
  ["an upgrade with a query", GET("/?x", ...UPGRADE, KEY)],
])("%s is closed without an answer", async (_, request) => {
  expect(await http(request)).toBe("");
});

test.each([
  ["an upgrade without a key", GET("/", ...UPGRADE), "HTTP/1.1 400 Bad Request"],
  ["a head that is none", "GET / nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"],
  [
    "a head of 20 KB",
    GET(`/${"x".repeat(20_000)}`),
    "HTTP/1.1 431 Request Header Fields Too Large",
  ],
])("%s is refused", async (_, request, status) => {
  expect((await http(request)).split("\r\n")[0]).toBe(status);
});

test("text is cut off, as by Neo4j", async () => {
  const { socket, closed } = await open();
  socket.send(HANDSHAKE.toString("latin1"));
  expect(await closed).toBe(1006);
});

test("a message has 64 KiB", async () => {
  const { socket, closed } = await open();
  socket.send(HANDSHAKE);
  socket.send(Buffer.alloc(65_536));
  socket.send(Buffer.alloc(65_537));
  expect(await closed).toBe(1009);
  await vi.waitFor(() => expect(world.server.connections).toBe(0));
});

test("what is no Bolt inside is closed", async () => {
  const { socket, closed } = await open();
  socket.send(Buffer.from("hello, world, and more"));
  expect(await closed).toBe(1005);
});

test("a failed login ends the WebSocket, and so does GOODBYE", async () => {
  for (const last of [logon("wrong"), request(0x02)]) {
    const { client } = await openBolt();
    client.send(HELLO, last);
    await client.closed;
  }
  await vi.waitFor(() => expect(world.server.connections).toBe(0));
});

test("one deadline holds for the upgrade and the login, and pings do not move it", async () => {
  await world.restart({ authenticationTimeout: 200 });
  const slow = http("GET / HTTP/1.1\r\n");
  const { socket, closed } = await open();
  const pings = setInterval(() => socket.ping(), 20);
  expect(await closed).toBe(1006);
  clearInterval(pings);
  expect(await slow).toBe("");
});

test("clients with half a request, or a WebSocket without a login, give way as others do", async () => {
  await world.restart({ connections: 2 });
  const half = http("GET / HTTP/1.1\r\n");
  const { closed } = await open();
  await world.loggedIn();
  expect(await half).toBe("");
  await world.loggedIn();
  expect(await closed).toBe(1006);
});

test("a client that does not read its answers is cut off", async () => {
  await world.restart({ messageTimeout: 50 });
  const { client, socket } = await openBolt();
  client.send(HELLO, logon("jwt"));
  await client.messages(2);
  socket.pause();
  const parameters = { list: new Array(10).fill("x".repeat(1000)) };
  const columns = Array.from({ length: 50 }, (_, column) => `$list AS x${column}`).join(", ");
  const asked = request(0x10, `RETURN ${columns}`, parameters, {});
  for (let i = 0; i < 60; i++) client.send(asked, PULL);
  await vi.waitFor(() => expect(world.server.connections).toBe(0), 10_000);
});

test("stop() cuts WebSockets, and the port serves nobody any more", async () => {
  const { closed } = await open();
  await world.server.stop();
  expect(await closed).toBe(1006);
});
