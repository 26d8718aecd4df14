import { outOfMemory } from "./errors.ts";
import { Node, Structure, type Value } from "./value.ts";

/** Bytes that an object costs beside what it holds, about. */
const OVERHEAD = 64;
const SCALAR = 16;

/** About how many bytes of memory a value takes. */
export function sizeOf(value: Value): number {
  const meter = new SizeMeter(Number.POSITIVE_INFINITY);
  meter.add(value);
  return meter.bytes;
}

/** Adds up what values take once they are written out: one that is repeated counts every time. */
export class SizeMeter {
  readonly #limit: number;
  bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws Neo4jError General.MemoryPoolOutOfMemoryError beyond the limit */
  add(value: Value): void {
    this.#count(value);
    if (this.bytes > this.#limit) throw outOfMemory(this.#limit, "bytes");
    for (const part of partsOf(value)) this.add(part);
  }

  #count(value: Value): void {
    if (typeof value === "string") this.bytes += OVERHEAD + 2 * value.length;
    else if (value === null || typeof value !== "object") this.bytes += SCALAR;
    else if (value instanceof Uint8Array) this.bytes += OVERHEAD + value.length;
    else this.bytes += OVERHEAD;
  }
}

function* partsOf(value: Value): Generator<Value> {
  if (Array.isArray(value)) yield* value;
  else if (value instanceof Map) for (const entry of value) yield* entry;
  else if (value instanceof Structure) yield* value.fields;
  else if (value instanceof Node) {
    yield* value.labels;
    for (const entry of value.properties) yield* entry;
  }
}
