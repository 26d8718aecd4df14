/** Milliseconds in each of Neo4j's units. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Whether a setting runs as it is declared. Neo4j writes values in its own way: blanks go, `60s` may become
 * `1m`, and the pairs of a map may change places.
 *
 * @param declared anything but a text is another value
 */
export function isSameSetting(declared: unknown, running: string): boolean {
  return typeof declared === "string" && spelling(declared) === spelling(running);
}

function spelling(text: string): string {
  const trimmed = text.trim();
  // Truth values, and the two of auth_flow.
  if (/^(?:true|false|pkce|implicit)$/i.test(trimmed)) return trimmed.toLowerCase();
  const duration = durationOf(trimmed);
  if (duration !== undefined) return `${duration} ms`;
  const pairs = trimmed.split(";").map((pair) => pair.trim());
  if (pairs.length > 1)
    return pairs
      .filter((pair) => pair !== "")
      .sort()
      .join(";");
  return trimmed
    .split(",")
    .map((item) => item.trim())
    .join(",");
}

/** Milliseconds; undefined for what is no duration. */
function durationOf(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+)(ns|μs|ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0), 0);
}
