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
  if (/^\d*$/.test(text)) return 1000 * whole(text);
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
    total += whole(digits) * factor;
  }
  return total;
}

function whole(digits = ""): number {
  if (digits !== "" && Number(digits) < 2 ** 31) return Number(digits);
  throw new Error(`For input string: "${digits}"`);
}
