import { Node, Structure, type Value } from "./value.ts";

/** Bytes that an object costs beside what it holds, about. */
const OVERHEAD = 64;

/** About how many bytes of memory a value takes. */
export function sizeOf(value: Value): number {
  if (typeof value === "string") return OVERHEAD + 2 * value.length;
  if (value === null || typeof value !== "object") return 16;
  if (value instanceof Uint8Array) return OVERHEAD + value.length;
  if (value instanceof Node) {
    return OVERHEAD + sizeOf([...value.labels]) + sizeOf(new Map(value.properties));
  }
  const parts =
    value instanceof Structure ? value.fields : value instanceof Map ? [...value].flat() : value;
  return OVERHEAD + parts.reduce<number>((sum, part) => sum + sizeOf(part), 0);
}
