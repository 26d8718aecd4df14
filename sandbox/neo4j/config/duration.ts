const UNITS = new Map([
  ["ns", 1e-6],
  ["μs", 1e-3],
  ["us", 1e-3],
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/**
 * Milliseconds of a duration in Neo4j's form: digits with a unit, several of them in a row, or bare
 * digits, which are seconds (`30s`, `1h30m`, `500ms`, `10`).
 *
 * @throws Error with Neo4j's kind of reason
 */
export function parseDuration(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  if (!/^\d/.test(text)) throw new Error("Missing numeric value");
  let total = 0;
  for (const [, digits, written = ""] of text.matchAll(/(\d{1,10})(\D*)/g)) {
    const unit = written.toLowerCase();
    const factor = UNITS.get(unit);
    if (factor === undefined) {
      throw new Error(
        `Unrecognized unit \`${unit}\`. Valid units are: \`ns\`, \`μs\`, \`ms\`, \`s\`, \`m\`, \`h\` and \`d\`; default unit is \`s\``,
      );
    }
    total += Number(digits) * factor;
  }
  return total;
}
