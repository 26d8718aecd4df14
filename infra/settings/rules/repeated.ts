import { type Finding, type Path, show } from "../../../access/finding.ts";

/** Objects to values that a list holds twice. */
export function repeated(values: readonly string[], at: Path, what: string): Finding[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [
      {
        code: "duplicate",
        at: [...at, index],
        message: `repeats the ${what} ${show(value)}`,
        allowed: `each ${what} once`,
        fix: "remove one of them",
      },
    ];
  });
}
