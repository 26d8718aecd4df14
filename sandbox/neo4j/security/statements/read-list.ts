import type { Cursor } from "../../cypher/cursor.ts";

/** Reads one item, and more as long as commas follow. */
export function readList(cursor: Cursor, read: () => string): string[] {
  const items = [read()];
  while (cursor.take(",")) items.push(read());
  return items;
}
