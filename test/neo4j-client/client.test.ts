import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createNeo4j } from "../../neo4j-client/client.ts";
import { World } from "../support/world.ts";

let world: World;
let proxy: Server;
let boltUri: string;
/** What was sent over each connection, and when that one is closed. */
const connections: { sent: Buffer[]; closed: Promise<unknown> }[] = [];

beforeAll(async () => {
  world = await World.start();
  const { hostname, port } = new URL(world.contract.neo4j.boltUri);
  proxy = createServer((socket) => {
    const sent: Buffer[] = [];
    connections.push({ sent, closed: once(socket, "close") });
    socket.on("data", (chunk) => sent.push(chunk));
    socket.pipe(connect(Number(port), hostname)).pipe(socket);
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  boltUri = `bolt://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});

afterAll(async () => {
  proxy.close();
  await world.stop();
});

const database = () => createNeo4j({ boltUri, timeout: 5000, userAgent: "neo4j-okta-test" });
const administrator = () => neo4j.auth.basic("neo4j", world.password);

test("names itself to the server, and leaves no connection behind", async () => {
  connections.length = 0;
  expect(await database().currentUser(administrator())).toEqual({
    name: "neo4j",
    roles: ["admin"],
  });
  const [connection = expect.fail("no connection")] = connections;
  expect(Buffer.concat(connection.sent).toString("latin1")).toContain("neo4j-okta-test");
  await connection.closed;
});

test("leaves no connection behind after a statement that the server refuses", async () => {
  connections.length = 0;
  const refused = database().run(administrator(), "NO STATEMENT", "system");
  await expect(refused).rejects.toMatchObject({
    code: "neo4j-refused",
    status: expect.stringMatching(/^Neo\.ClientError\.Statement\./),
    message: expect.stringMatching(/^Neo\.ClientError\.Statement\.\w+: \S/),
  });
  expect(connections).toHaveLength(1);
  await connections[0]?.closed;
});

test("tells a server that is not there from one that refuses", async () => {
  const absent = createNeo4j({
    boltUri: "bolt://127.0.0.1:1",
    timeout: 1000,
    userAgent: "neo4j-okta-test",
  });
  await expect(absent.currentUser(administrator())).rejects.toMatchObject({
    code: "neo4j-unreachable",
    status: "ServiceUnavailable",
    message: expect.stringMatching(/^ServiceUnavailable: /),
  });
});
