import type { Finding, Path } from "../../access/finding.ts";

/** How many lists and maps may stand in one another; no setting needs as many. */
const MAX_DEPTH = 32;

/** Objects to settings that are nested so deeply that checking them could fail. */
export function tooDeep(raw: unknown): Finding[] {
  const open: [value: unknown, at: Path][] = [[raw, []]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, at] = next;
    if (typeof value !== "object" || value === null) continue;
    if (at.length > MAX_DEPTH) {
      return [
        {
          code: "too-deep",
          at: at.slice(0, 3),
          message: `holds more than ${MAX_DEPTH} lists and maps in one another`,
          allowed: `up to ${MAX_DEPTH}`,
          fix: "make it flatter",
        },
      ];
    }
    const list = Array.isArray(value);
    for (const [key, part] of Object.entries(value)) {
      open.push([part, [...at, list ? Number(key) : key]]);
    }
  }
  return [];
}
