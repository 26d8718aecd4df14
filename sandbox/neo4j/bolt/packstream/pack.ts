import { Buffer } from "node:buffer";
import { INT64_MAX, INT64_MIN, Node, Structure, type Value } from "../../cypher/value.ts";

/** The tag of a node structure (Bolt's structure semantics: id, labels, properties, element id). */
const NODE_TAG = 0x4e;

/**
 * Encodes one value as PackStream version 1, every marker in its shortest form.
 *
 * @throws RangeError for an integer outside 64 bits or a structure with more than 15 fields
 */
export function pack(value: Value | Structure): Buffer {
  const writer = new Writer();
  writer.value(value);
  return writer.bytes();
}

class Writer {
  #buffer = Buffer.allocUnsafe(256);
  #length = 0;

  bytes(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  value(value: Value): void {
    if (value === null) this.#byte(0xc0);
    else if (typeof value === "boolean") this.#byte(value ? 0xc3 : 0xc2);
    else if (typeof value === "bigint") this.#integer(value);
    else if (typeof value === "number") this.#float(value);
    else if (typeof value === "string") this.#string(value);
    else if (value instanceof Uint8Array) this.#byteArray(value);
    else if (value instanceof Structure) this.#structure(value);
    else if (value instanceof Node) this.#structure(nodeStructure(value));
    else if (value instanceof Map) this.#map(value);
    else this.#list(value);
  }

  #integer(value: bigint): void {
    if (value >= -16n && value <= 127n) {
      this.#put(1, (buffer, at) => buffer.writeInt8(Number(value), at));
    } else if (value >= -128n && value <= 127n) {
      this.#byte(0xc8);
      this.#put(1, (buffer, at) => buffer.writeInt8(Number(value), at));
    } else if (value >= -32_768n && value <= 32_767n) {
      this.#byte(0xc9);
      this.#put(2, (buffer, at) => buffer.writeInt16BE(Number(value), at));
    } else if (value >= -(2n ** 31n) && value < 2n ** 31n) {
      this.#byte(0xca);
      this.#put(4, (buffer, at) => buffer.writeInt32BE(Number(value), at));
    } else if (value >= INT64_MIN && value <= INT64_MAX) {
      this.#byte(0xcb);
      this.#put(8, (buffer, at) => buffer.writeBigInt64BE(value, at));
    } else {
      throw new RangeError(`integer ${value} is outside 64 bits`);
    }
  }

  #float(value: number): void {
    this.#byte(0xc1);
    this.#put(8, (buffer, at) => buffer.writeDoubleBE(value, at));
  }

  #string(value: string): void {
    const size = Buffer.byteLength(value);
    this.#size(size, 0x80, 0xd0, 0xd1, 0xd2);
    this.#put(size, (buffer, at) => buffer.write(value, at, "utf8"));
  }

  #byteArray(value: Uint8Array): void {
    this.#size(value.length, undefined, 0xcc, 0xcd, 0xce);
    this.#put(value.length, (buffer, at) => buffer.set(value, at));
  }

  #list(values: readonly Value[]): void {
    this.#size(values.length, 0x90, 0xd4, 0xd5, 0xd6);
    for (const item of values) this.value(item);
  }

  #map(map: ReadonlyMap<string, Value>): void {
    this.#size(map.size, 0xa0, 0xd8, 0xd9, 0xda);
    for (const [key, item] of map) {
      this.#string(key);
      this.value(item);
    }
  }

  #structure({ tag, fields }: Structure): void {
    if (fields.length > 15) throw new RangeError(`structure with ${fields.length} fields`);
    this.#byte(0xb0 | fields.length);
    this.#byte(tag);
    for (const field of fields) this.value(field);
  }

  #size(
    size: number,
    tiny: number | undefined,
    marker8: number,
    marker16: number,
    marker32: number,
  ) {
    if (tiny !== undefined && size < 16) {
      this.#byte(tiny | size);
    } else if (size < 0x100) {
      this.#byte(marker8);
      this.#byte(size);
    } else if (size < 0x1_0000) {
      this.#byte(marker16);
      this.#put(2, (buffer, at) => buffer.writeUInt16BE(size, at));
    } else {
      this.#byte(marker32);
      this.#put(4, (buffer, at) => buffer.writeUInt32BE(size, at));
    }
  }

  #byte(value: number): void {
    this.#put(1, (buffer, at) => buffer.writeUInt8(value, at));
  }

  /** Makes room for so many bytes, then lets them be written. */
  #put(count: number, write: (buffer: Buffer, at: number) => void): void {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#buffer.length) {
      const bigger = Buffer.allocUnsafe(Math.max(this.#length, this.#buffer.length * 2));
      this.#buffer.copy(bigger, 0, 0, at);
      this.#buffer = bigger;
    }
    write(this.#buffer, at);
  }
}

function nodeStructure(node: Node): Structure {
  const properties = new Map(node.properties);
  return new Structure(NODE_TAG, [node.id, [...node.labels], properties, node.elementId]);
}
