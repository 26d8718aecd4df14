import { Buffer } from "node:buffer";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DEFAULT_LIMITS } from "../../../../sandbox/neo4j/bolt/limits.ts";
import { BoltServer } from "../../../../sandbox/neo4j/bolt/server.ts";
import { boltVersions } from "../../../../sandbox/neo4j/bolt/version.ts";
import { Database } from "../../../../sandbox/neo4j/cypher/database.ts";
import { FakeSecurity } from "../server-fakes.ts";
import { HELLO, logon, PULL, RawClient, RESET, request, run } from "./raw-client.ts";

const HANDSHAKE = Buffer.from([0x60, 0x60, 0xb0, 0x17, 0, 0, 8, 5, ...new Array(12).fill(0)]);
const GOODBYE = request(0x02);

const errors: unknown[] = [];
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);
let server: BoltServer;

beforeAll(async () => {
  process.on("unhandledRejection", onRejection);
  const security = new FakeSecurity().allow("jwt", { username: "etl", roles: ["admin"] });
  server = new BoltServer({
    security,
    database: new Database({ security, version: "5.26.0", edition: "enterprise" }),
    host: "127.0.0.1",
    port: 0,
    advertisedAddress: () => "127.0.0.1:7687",
    versions: boltVersions("5.26.0"),
    serverAgent: "Neo4j/5.26.0",
    now: () => 0,
    limits: { ...DEFAULT_LIMITS, message: 64 * 1024, connections: 20 },
    onError: (error) => errors.push(error),
  });
  await server.start();
});

afterAll(async () => {
  await server.stop();
  process.off("unhandledRejection", onRejection);
});

/** Sends a stream, then ends it, and waits until the server has let go of the connection. */
async function play(stream: Buffer): Promise<void> {
  const client = new RawClient(server.port);
  client.socket.resume();
  client.socket.end(stream);
  await client.closed;
}

const garbage = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

const chunk = garbage.map((bytes) => {
  const header = Buffer.alloc(2);
  header.writeUInt16BE(bytes.length);
  return Buffer.concat([header, bytes, Buffer.alloc(2)]);
});

const field = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string(),
  fc.constantFrom(-1, 0, 1, {}, [], { n: -1 }, { n: 1, qid: 3 }, { scheme: "bearer" }),
);

const message = fc.oneof(
  fc.constantFrom(HELLO, logon("jwt"), logon("wrong"), PULL, RESET, GOODBYE),
  fc.constantFrom(run("RETURN 1"), run("CREATE (:A)"), run("MATCH (n) DELETE n"), run("x")),
  fc.constantFrom(request(0x11, {}), request(0x12), request(0x13), request(0x6b)),
  fc
    .tuple(
      fc.constantFrom(0x01, 0x10, 0x11, 0x2f, 0x3f, 0x54, 0x66, 0x6a, 0x00, 0x70),
      fc.array(field, { maxLength: 4 }),
    )
    .map(([tag, fields]) => request(tag, ...fields)),
  chunk,
);

/** One byte of a stream is changed, or it is cut short. */
const damaged = (stream: fc.Arbitrary<Buffer>) =>
  fc.tuple(stream, fc.nat(), fc.nat(255), fc.boolean()).map(([bytes, at, byte, isCut]) => {
    if (bytes.length === 0) return bytes;
    const index = at % bytes.length;
    if (isCut) return bytes.subarray(0, index);
    const copy = Buffer.from(bytes);
    copy[index] = byte;
    return copy;
  });

const session = fc
  .array(message, { maxLength: 12 })
  .map((messages) => Buffer.concat([HANDSHAKE, HELLO, logon("jwt"), ...messages]));

const anything = fc.oneof(
  garbage,
  garbage.map((bytes) => Buffer.concat([HANDSHAKE, bytes])),
  fc.array(message, { maxLength: 12 }).map((messages) => Buffer.concat([HANDSHAKE, ...messages])),
  session,
  damaged(session),
);

test("no stream crashes the server, hangs, or is still held when its client is gone", async () => {
  const streams = fc.array(anything, { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(streams, async (all) => {
      await Promise.all(all.map(play));
    }),
    { numRuns: 150, endOnFailure: true },
  );
  await vi.waitFor(() => expect(server.connections).toBe(0));
  expect(errors).toEqual([]);
  expect(rejections).toEqual([]);
});

test("it still works, and its memory does not grow with the streams", async () => {
  const nasty = Buffer.concat([
    HANDSHAKE,
    HELLO,
    logon("jwt"),
    ...new Array(20).fill(run("CREATE (:A {text: 'x'})")),
    Buffer.concat([Buffer.of(0xff, 0xff), Buffer.alloc(0xfff0, 0x91)]),
  ]);
  const settle = async (rounds: number) => {
    for (let i = 0; i < rounds; i++) await Promise.all(new Array(10).fill(nasty).map(play));
    await vi.waitFor(() => expect(server.connections).toBe(0));
    return process.memoryUsage();
  };
  const before = await settle(10);
  const after = await settle(30);
  const growth = after.heapUsed + after.external - before.heapUsed - before.external;
  expect(growth).toBeLessThan(64 * 1024 * 1024);
  const client = await new RawClient(server.port).agree(8);
  client.send(HELLO, logon("jwt"), run("RETURN 'alive' AS state"), PULL);
  expect((await client.messages(4))[3]).toEqual(["RECORD", ["alive"]]);
  client.socket.destroy();
  expect(errors).toEqual([]);
});
