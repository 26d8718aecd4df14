import type { Buffer } from "node:buffer";
import { Structure, type Value, type ValueMap } from "../../cypher/value.ts";

/** How deep lists, maps and structures may nest, and how many values a message may hold in all. */
const MAX_DEPTH = 64;
const MAX_VALUES = 100_000;

/** Bytes that are no PackStream version 1. */
export class PackstreamError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PackstreamError";
  }
}

/**
 * Decodes the one value that the bytes hold. Work and memory are bounded by the number of bytes: a
 * size that the rest of the message cannot fill is refused before anything is allocated for it.
 *
 * @throws PackstreamError for an unknown marker, a truncated value, bytes left over, text that is
 * no UTF-8, a map key that is no string or is repeated, nesting deeper than 64 levels, or more than
 * 100,000 values
 */
export function unpack(bytes: Buffer): Value {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #bytes: Buffer;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #at = 0;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left > 0) throw new PackstreamError(`${left} bytes after the end of the value`);
  }

  value(depth: number): Value {
    if (depth > MAX_DEPTH) throw new PackstreamError(`nesting deeper than ${MAX_DEPTH} levels`);
    if (++this.#values > MAX_VALUES) throw new PackstreamError(`more than ${MAX_VALUES} values`);
    const marker = this.#bytes.readUInt8(this.#take(1));
    if (marker < 0x80) return BigInt(marker);
    if (marker >= 0xf0) return BigInt(marker - 0x100);
    const low = marker & 0x0f;
    switch (marker & 0xf0) {
      case 0x80:
        return this.#string(low);
      case 0x90:
        return this.#list(low, depth);
      case 0xa0:
        return this.#map(low, depth);
      case 0xb0:
        return this.#structure(low, depth);
    }
    return this.#marked(marker, depth);
  }

  #marked(marker: number, depth: number): Value {
    switch (marker) {
      case 0xc0:
        return null;
      case 0xc1:
        return this.#bytes.readDoubleBE(this.#take(8));
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc8:
      case 0xc9:
      case 0xca: {
        const width = 2 ** (marker - 0xc8);
        return BigInt(this.#bytes.readIntBE(this.#take(width), width));
      }
      case 0xcb:
        return this.#bytes.readBigInt64BE(this.#take(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#byteArray(this.#size(marker - 0xcc));
      case 0xd0:
      case 0xd1:
      case 0xd2:
        return this.#string(this.#size(marker - 0xd0));
      case 0xd4:
      case 0xd5:
      case 0xd6:
        return this.#list(this.#size(marker - 0xd4), depth);
      case 0xd8:
      case 0xd9:
      case 0xda:
        return this.#map(this.#size(marker - 0xd8), depth);
      default:
        throw new PackstreamError(`unknown marker 0x${marker.toString(16).toUpperCase()}`);
    }
  }

  #byteArray(size: number): Uint8Array {
    const at = this.#take(size);
    return Uint8Array.from(this.#bytes.subarray(at, at + size));
  }

  #string(size: number): string {
    const at = this.#take(size);
    try {
      return this.#utf8.decode(this.#bytes.subarray(at, at + size));
    } catch {
      throw new PackstreamError("text is not valid UTF-8");
    }
  }

  #list(size: number, depth: number): Value[] {
    this.#expect(size);
    const items: Value[] = [];
    for (let i = 0; i < size; i++) items.push(this.value(depth + 1));
    return items;
  }

  #map(size: number, depth: number): ValueMap {
    this.#expect(size * 2);
    const map: ValueMap = new Map();
    for (let i = 0; i < size; i++) {
      const key = this.value(depth + 1);
      if (typeof key !== "string") throw new PackstreamError("map key is not a string");
      if (map.has(key)) throw new PackstreamError(`map key '${key}' is repeated`);
      map.set(key, this.value(depth + 1));
    }
    return map;
  }

  #structure(size: number, depth: number): Structure {
    const tag = this.#bytes.readUInt8(this.#take(1));
    const fields: Value[] = [];
    for (let i = 0; i < size; i++) fields.push(this.value(depth + 1));
    return new Structure(tag, fields);
  }

  /** A size of one, two or four bytes. */
  #size(power: number): number {
    const width = 2 ** power;
    return this.#bytes.readUIntBE(this.#take(width), width);
  }

  #take(count: number): number {
    this.#expect(count);
    const at = this.#at;
    this.#at += count;
    return at;
  }

  #expect(count: number): void {
    const left = this.#bytes.length - this.#at;
    if (count > left) throw new PackstreamError(`${count} more bytes expected, ${left} left`);
  }
}
