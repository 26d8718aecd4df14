import { Buffer } from "node:buffer";
import { Node, Structure, type Value } from "../../cypher/value.ts";

/** The tag of a node structure (Bolt's structure semantics: id, labels, properties, element id). */
export const NODE_TAG = 0x4e;

/** Markers of integers that do not fit into their marker, with the bytes that follow them. */
const INTEGERS = [
  [0xc8, 1],
  [0xc9, 2],
  [0xca, 4],
  [0xcb, 8],
] as const;

/**
 * Encodes one value as PackStream version 1, every marker in its shortest form.
 *
 * @throws RangeError for an integer outside 64 bits or a structure with more than 15 fields
 */
export function pack(value: Value): Buffer {
  const parts: Buffer[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

function write(value: Value, to: Buffer[]): void {
  if (value === null) to.push(Buffer.of(0xc0));
  else if (typeof value === "boolean") to.push(Buffer.of(value ? 0xc3 : 0xc2));
  else if (typeof value === "bigint") to.push(integer(value));
  else if (typeof value === "number") to.push(float(value));
  else if (typeof value === "string") {
    const text = Buffer.from(value);
    to.push(tiny(0x80, text.length) ?? sized(0xd0, text.length), text);
  } else if (value instanceof Uint8Array) {
    to.push(sized(0xcc, value.length), Buffer.from(value));
  } else if (value instanceof Structure) structure(value.tag, value.fields, to);
  else if (value instanceof Node) {
    const { id, labels, properties, elementId } = value;
    structure(NODE_TAG, [id, [...labels], new Map(properties), elementId], to);
  } else if (value instanceof Map) {
    to.push(tiny(0xa0, value.size) ?? sized(0xd8, value.size));
    for (const entry of value) for (const part of entry) write(part, to);
  } else {
    to.push(tiny(0x90, value.length) ?? sized(0xd4, value.length));
    for (const item of value) write(item, to);
  }
}

function integer(value: bigint): Buffer {
  if (value >= -16n && value <= 127n) return Buffer.of(Number(value) & 0xff);
  const bytes = Buffer.alloc(8);
  for (const [marker, width] of INTEGERS) {
    if (BigInt.asIntN(8 * width, value) !== value) continue;
    bytes.writeBigInt64BE(value);
    return Buffer.concat([Buffer.of(marker), bytes.subarray(8 - width)]);
  }
  throw new RangeError(`integer ${value} is outside 64 bits`);
}

function float(value: number): Buffer {
  const bytes = Buffer.of(0xc1, ...new Array(8).fill(0));
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function structure(tag: number, fields: readonly Value[], to: Buffer[]): void {
  const marker = tiny(0xb0, fields.length);
  if (!marker) throw new RangeError(`structure with ${fields.length} fields`);
  to.push(marker, Buffer.of(tag));
  for (const field of fields) write(field, to);
}

/** A marker that holds a size below 16, or undefined for a bigger one. */
function tiny(marker: number, size: number): Buffer | undefined {
  return size < 16 ? Buffer.of(marker | size) : undefined;
}

/** A marker with a size behind it; the next two markers are for sizes of 16 and of 32 bits. */
function sized(marker: number, size: number): Buffer {
  if (size < 0x100) return Buffer.of(marker, size);
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(size, 1);
  bytes[0] = marker + 2;
  if (size >= 0x1_0000) return bytes;
  bytes[2] = marker + 1;
  return bytes.subarray(2);
}
