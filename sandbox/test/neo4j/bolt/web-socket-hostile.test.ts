import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { BoltWorld } from "./world.ts";

const world = new BoltWorld();

const UPGRADE = [
  "GET / HTTP/1.1",
  "Host: localhost",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "",
  "",
].join("\r\n");

/** Becomes a WebSocket, sends these bytes in its place, and waits for the server to close. */
async function sendRaw(bytes: Buffer): Promise<void> {
  const socket = connect(world.server.port, "127.0.0.1");
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.write(UPGRADE);
  await once(socket, "data");
  socket.resume();
  socket.end(bytes);
  await closed;
}

const MASK = [0, 0, 0, 0];
/** A masked frame; a mask of zeros leaves the payload as it is. */
const frame = (first: number, payload: Buffer, length = payload.length) =>
  Buffer.concat([Buffer.from([first, 0x80 | length, ...MASK]), payload]);
const FRAGMENT = frame(0x00, Buffer.alloc(0));

const HOSTILE: Record<string, Buffer> = {
  "a frame without a mask": Buffer.from([0x82, 1, 0x60]),
  "a reserved bit": frame(0xf2, Buffer.alloc(1)),
  "an unknown opcode": frame(0x83, Buffer.alloc(1)),
  "a fragment without a start": FRAGMENT,
  "a ping of 126 bytes": Buffer.from([0x89, 0xfe, 0, 126, ...MASK]),
  "a length of 2^63": Buffer.from([0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, ...MASK]),
  "a close frame with one byte": frame(0x88, Buffer.alloc(1)),
  "a close frame with a code that nobody has": frame(0x88, Buffer.from([0, 5])),
  "20,000 empty fragments": Buffer.concat([
    frame(0x02, Buffer.alloc(0)),
    ...new Array(20_000).fill(FRAGMENT),
  ]),
  "text that is no UTF-8": frame(0x81, Buffer.from([0xff])),
  "half a frame": Buffer.from([0x82, 0xfe, 0x10]),
};

test.each(Object.entries(HOSTILE))("%s ends its connection, and no other", async (_, bytes) => {
  const other = await world.loggedIn();
  await sendRaw(bytes);
  await vi.waitFor(() => expect(world.server.connections).toBe(1));
  expect(other.socket.destroyed).toBe(false);
});

test("so do bytes of any kind", async () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(bytes, async (any) => {
      await sendRaw(Buffer.from(any));
      await vi.waitFor(() => expect(world.server.connections).toBe(0));
    }),
    { numRuns: 100 },
  );
  await world.loggedIn();
});
