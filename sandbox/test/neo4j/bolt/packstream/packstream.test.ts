import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { pack } from "../../../../neo4j/bolt/packstream/pack.ts";
import { PackstreamError, unpack } from "../../../../neo4j/bolt/packstream/unpack.ts";
import { Node, Structure, type Value } from "../../../../neo4j/cypher/value.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

const VECTORS: [name: string, value: Value, bytes: string][] = [
  ["null", null, "C0"],
  ["true", true, "C3"],
  ["false", false, "C2"],
  ["tiny integer", 42n, "2A"],
  ["smallest tiny integer", -16n, "F0"],
  ["8-bit integer", -128n, "C8 80"],
  ["16-bit integer", 1234n, "C9 04 D2"],
  ["32-bit integer", -2_147_483_648n, "CA 80 00 00 00"],
  ["64-bit integer", 2_147_483_648n, "CB 00 00 00 00 80 00 00 00"],
  ["float", 1.1, "C1 3F F1 99 99 99 99 99 9A"],
  ["negative zero", -0, "C1 80 00 00 00 00 00 00 00"],
  ["bytes", Uint8Array.of(1, 2, 3), "CC 03 01 02 03"],
  ["empty string", "", "80"],
  ["string", "Größenmaßstäbe", "D0 12 47 72 C3 B6 C3 9F 65 6E 6D 61 C3 9F 73 74 C3 A4 62 65"],
  ["list", [1n, 2n, 3n], "93 01 02 03"],
  ["map", new Map<string, Value>([["one", 1n]]), "A1 83 6F 6E 65 01"],
  ["structure", new Structure(0x0f, []), "B0 0F"],
];

test.each(VECTORS)("%s is written and read as the specification says", (_name, value, bytes) => {
  expect(pack(value).toString("hex")).toBe(hex(bytes).toString("hex"));
  expect(unpack(hex(bytes))).toEqual(value);
});

test("sizes beyond one and two bytes use the next marker", () => {
  const long = "x".repeat(256);
  expect(pack(long).subarray(0, 3)).toEqual(hex("D1 01 00"));
  expect(pack("x".repeat(65_536)).subarray(0, 5)).toEqual(hex("D2 00 01 00 00"));
  expect(pack(new Array(16).fill(null)).subarray(0, 2)).toEqual(hex("D4 10"));
  expect(pack(new Array(15).fill(null)).subarray(0, 2)).toEqual(hex("9F C0"));
  expect(pack(new Uint8Array(255)).subarray(0, 3)).toEqual(hex("CC FF 00"));
  expect(pack(new Uint8Array(256)).subarray(0, 3)).toEqual(hex("CD 01 00"));
  expect(pack(new Uint8Array(65_535)).subarray(0, 3)).toEqual(hex("CD FF FF"));
  expect(pack(new Uint8Array(65_536)).subarray(0, 5)).toEqual(hex("CE 00 01 00 00"));
  const map = new Map(Array.from({ length: 16 }, (_, index) => [`k${index}`, null]));
  expect(pack(map).subarray(0, 2)).toEqual(hex("D8 10"));
});

test("a node is a structure of id, labels, properties and element id", () => {
  const node = new Node(7n, "4:db:7", ["A", "B"], new Map([["name", "x"]]));
  expect(unpack(pack(node))).toEqual(
    new Structure(0x4e, [7n, ["A", "B"], new Map([["name", "x"]]), "4:db:7"]),
  );
});

test.each([2n ** 63n, -(2n ** 63n) - 1n])("the integer %s is refused", (integer) => {
  expect(() => pack(integer)).toThrow(new RangeError(`integer ${integer} is outside 64 bits`));
});

test("a structure of more fields than its marker can say is refused", () => {
  const fields = new Array(16).fill(null);
  expect(unpack(pack(new Structure(0x0f, fields.slice(1))))).toEqual(
    new Structure(0x0f, fields.slice(1)),
  );
  expect(() => pack(new Structure(0x0f, fields))).toThrow(
    new RangeError("structure with 16 fields"),
  );
});

test.each([
  ["", "1 more bytes expected, 0 left"],
  ["C9 04", "2 more bytes expected, 1 left"],
  ["01 02", "1 bytes after the end of the value"],
  ["C4", "unknown marker 0xC4"],
  ["DF", "unknown marker 0xDF"],
  ["82 C3 28", "text is not valid UTF-8"],
  ["A1 01 02", "map key is not a string"],
  ["A2 81 61 01 81 61 02", "map key 'a' is repeated"],
  ["D6 FF FF FF FF", "4294967295 more bytes expected, 0 left"],
  ["DA FF FF FF FF", "8589934590 more bytes expected, 0 left"],
  ["D2 7F FF FF FF 61", "2147483647 more bytes expected, 1 left"],
  ["91".repeat(70), "nesting deeper than 64 levels"],
])("%s is refused: %s", (bytes, message) => {
  expect(() => unpack(hex(bytes))).toThrow(new PackstreamError(message));
});

test("a message of a hundred thousand empty maps is refused before it fills the memory", () => {
  const bytes = Buffer.concat([hex("D6 00 01 86 A1"), Buffer.alloc(100_001, 0xa0)]);
  expect(() => unpack(bytes)).toThrow(new PackstreamError("more than 100000 values"));
});

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.string({ unit: "grapheme" }),
    fc.uint8Array().map((bytes) => Uint8Array.from(bytes)),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value")).map((object) => new Map(Object.entries(object))),
    fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.array(tie("value"), { maxLength: 15 }))
      .map(([tag, fields]) => new Structure(tag, fields)),
  ),
})).value;

test("every value comes back as it was", () => {
  fc.assert(
    fc.property(value, (original) => {
      expect(unpack(pack(original))).toEqual(original);
    }),
  );
});

test("random bytes are a value or are refused with a PackstreamError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        unpack(Buffer.from(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(PackstreamError);
      }
    }),
    { numRuns: 2000 },
  );
});
