import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ChunkReader, MessageTooLargeError, toChunks } from "../../../neo4j/bolt/chunking.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

function readAll(reader: ChunkReader, pieces: Buffer[]): string[] {
  return pieces.flatMap((piece) =>
    [...reader.read(piece)].map((message) => message.toString("hex")),
  );
}

test("a message is one chunk with a header and an end marker", () => {
  expect(toChunks(hex("01 02 03"))).toEqual(hex("00 03 01 02 03 00 00"));
});

test("a message longer than a header can say is split", () => {
  const chunks = toChunks(Buffer.alloc(65_536, 7));
  expect(chunks.length).toBe(2 + 65_535 + 2 + 1 + 2);
  expect(chunks.subarray(0, 2)).toEqual(hex("FF FF"));
  expect(chunks.subarray(-5)).toEqual(hex("00 01 07 00 00"));
});

test("chunks of one message are put together, and empty chunks between messages are dropped", () => {
  const stream = hex("00 00 00 02 01 02 00 01 03 00 00 00 00 00 00 00 01 04 00 00");
  expect(readAll(new ChunkReader(100), [stream])).toEqual(["010203", "04"]);
});

test("it tells whether a message has begun", () => {
  const reader = new ChunkReader(100);
  expect(reader.isPartial).toBe(false);
  for (const piece of ["00", "02", "01", "02", "00"]) {
    expect(readAll(reader, [hex(piece)])).toEqual([]);
    expect(reader.isPartial).toBe(true);
  }
  expect(readAll(reader, [hex("00")])).toEqual(["0102"]);
  expect(reader.isPartial).toBe(false);
});

test("a chunk header that goes beyond the limit is refused before its bytes arrive", () => {
  const reader = new ChunkReader(1000);
  expect(() => readAll(reader, [hex("03 FF")])).toThrow(new MessageTooLargeError(1023, 1000));
  expect(new MessageTooLargeError(1023, 1000).message).toBe(
    "Value of size 1023 exceeded limit of 1000",
  );
});

test("small chunks count together", () => {
  const reader = new ChunkReader(3);
  expect(() => readAll(reader, [hex("00 02 01 02 00 02 03 04 00 00")])).toThrow(
    MessageTooLargeError,
  );
});

test("the limit may change between two messages of one read", () => {
  const reader = new ChunkReader(1);
  const sizes: number[] = [];
  for (const message of reader.read(hex("00 01 09 00 00 00 03 01 02 03 00 00"))) {
    sizes.push(message.length);
    reader.limit = 3;
  }
  expect(sizes).toEqual([1, 3]);
});

test("messages survive any split of the stream", () => {
  const message = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(fc.array(message), fc.integer({ min: 1, max: 64 }), (messages, size) => {
      const stream = Buffer.concat(messages.map((bytes) => toChunks(Buffer.from(bytes))));
      const pieces: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size) pieces.push(stream.subarray(at, at + size));
      expect(readAll(new ChunkReader(300), pieces)).toEqual(
        messages.map((bytes) => Buffer.from(bytes).toString("hex")),
      );
    }),
  );
});
