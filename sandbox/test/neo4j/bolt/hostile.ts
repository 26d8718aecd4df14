import { Buffer } from "node:buffer";
import fc from "fast-check";
import { HELLO, logon, PULL, RawClient, RESET, request, run } from "./raw-client.ts";

/** Proposes Bolt 5.8 and nothing else. */
export const HANDSHAKE = Buffer.from([
  0x60,
  0x60,
  0xb0,
  0x17,
  0,
  0,
  8,
  5,
  ...new Array(12).fill(0),
]);
const GOODBYE = request(0x02);

/** Sends a stream, then ends it, and waits until the server has let go of the connection. */
export async function play(port: number, stream: Buffer): Promise<void> {
  const client = new RawClient(port);
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
  fc.constantFrom(run("RETURN 1"), run("CREATE (:A)"), run("MATCH (n) DETACH DELETE n"), run("x")),
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

/** Any stream that a client could send: noise, broken messages, and sessions that go wrong half-way. */
export const hostileStream = fc.oneof(
  garbage,
  garbage.map((bytes) => Buffer.concat([HANDSHAKE, bytes])),
  fc.array(message, { maxLength: 12 }).map((messages) => Buffer.concat([HANDSHAKE, ...messages])),
  session,
  damaged(session),
);
