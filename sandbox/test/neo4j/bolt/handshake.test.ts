import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Handshake } from "../../../neo4j/bolt/handshake.ts";
import { boltVersions } from "../../../neo4j/bolt/version.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const MAGIC = "60 60 B0 17";
const request = (...slots: string[]) =>
  hex([MAGIC, ...slots, ...new Array(4 - slots.length).fill("00 00 00 00")].join(""));

const newest = () => new Handshake(boltVersions("5.26.0"));
const of517 = () => new Handshake(boltVersions("5.17.0"));

test("the highest version of the first range that matches is chosen", () => {
  expect(of517().push(request("00 08 08 05", "00 02 04 04"))).toEqual({
    reply: hex("00 00 04 05"),
    version: { major: 5, minor: 4 },
    rest: Buffer.alloc(0),
  });
});

test("slots are in the order of the client's preference", () => {
  const step = newest().push(request("00 00 01 05", "00 00 08 05"));
  expect(step.version).toEqual({ major: 5, minor: 1 });
});

test("Bolt 4.4 is spoken with clients that know nothing newer", () => {
  expect(newest().push(request("00 02 04 04")).version).toEqual({ major: 4, minor: 4 });
  expect(of517().push(request("00 00 09 05", "00 00 04 04")).version).toEqual({
    major: 4,
    minor: 4,
  });
});

test("Bolt 5.5, which no release speaks, is passed over", () => {
  expect(newest().push(request("00 00 05 05")).failed).toBe(true);
  expect(newest().push(request("00 01 05 05")).version).toEqual({ major: 5, minor: 4 });
});

test("no version in common is answered with zeros, then it is over", () => {
  expect(newest().push(request("00 02 03 04", "00 00 00 03"))).toEqual({
    reply: Buffer.alloc(4),
    failed: true,
  });
});

test.each(["GET / HTTP/1.1\r\n", "\x16\x03\x01", "\x60\x61"])("%j is not Bolt", (text) => {
  expect(newest().push(Buffer.from(text, "latin1"))).toEqual({ failed: true });
});

test("the request may arrive byte by byte, with a message behind it", () => {
  const handshake = of517();
  const bytes = Buffer.concat([request("00 00 04 05"), hex("AA BB")]);
  for (const byte of bytes.subarray(0, 19)) expect(handshake.push(Buffer.of(byte))).toEqual({});
  expect(handshake.push(bytes.subarray(19)).rest).toEqual(hex("AA BB"));
});

test("a server with Bolt 5.7 answers the manifest slot with its versions and no capabilities", () => {
  const handshake = newest();
  expect(handshake.push(request("00 00 01 FF", "00 08 08 05"))).toEqual({
    reply: hex("00 00 01 FF 03 00 00 04 04 00 04 04 05 00 02 08 05 00"),
  });
  expect(handshake.push(hex("00 00 08 05"))).toEqual({});
  expect(handshake.push(hex("00 AB"))).toEqual({
    version: { major: 5, minor: 8 },
    rest: hex("AB"),
  });
});

test("the choice may come with the request", () => {
  const bytes = Buffer.concat([request("00 00 01 FF"), hex("00 00 06 05 00")]);
  const { reply, version } = newest().push(bytes);
  expect(reply).toEqual(hex("00 00 01 FF 03 00 00 04 04 00 04 04 05 00 02 08 05 00"));
  expect(version).toEqual({ major: 5, minor: 6 });
});

test("an older server passes the manifest slot over", () => {
  expect(of517().push(request("00 00 01 FF", "00 08 08 05")).version).toEqual({
    major: 5,
    minor: 4,
  });
});

test.each([
  ["a version that was not offered", "00 00 09 05 00"],
  ["a range", "00 01 08 05 00"],
  ["a capability that was not offered", "00 00 08 05 01"],
  ["a number without end", `00 00 08 05 ${"FF ".repeat(10)}`],
])("a choice of %s is refused", (_name, bytes) => {
  const handshake = newest();
  handshake.push(request("00 00 01 FF"));
  expect(handshake.push(hex(bytes))).toEqual({ failed: true });
});

test("no handshake crashes or waits for more than 34 bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 34, maxLength: 60 }), fc.boolean(), (bytes, isBolt) => {
      const stream = Buffer.from(bytes);
      if (isBolt) hex(MAGIC).copy(stream);
      const step = newest().push(stream);
      expect(step.failed === true || step.version !== undefined).toBe(true);
    }),
  );
});
