const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** How a length of time is written. */
export const DURATION_ALLOWED = "a whole number and s, m, h or d, e.g. 90m";

/** Milliseconds of `90m`, `12h` or `90d`; undefined for anything else. */
export function duration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * UNITS[unit as keyof typeof UNITS];
}
