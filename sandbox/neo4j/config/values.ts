import { parseDuration } from "./duration.ts";

export type SettingValue = boolean | number | string | string[] | Map<string, string>;

/**
 * Reads one value. It trims only where Neo4j's parser of that type does.
 *
 * @param setting full name, for the few reasons that hold it
 * @throws Error with the reason, as the second half of Neo4j's message
 */
export type ValueParser<T extends SettingValue = SettingValue> = (
  raw: string,
  setting?: string,
) => T;

/** Any text; blanks around it are dropped. */
export const string: ValueParser<string> = (raw) => raw.trim();

export const bool: ValueParser<boolean> = (raw) => {
  const value = raw.trim().toLowerCase();
  if (value === "true") return true;
  if (value === "false") return false;
  throw new Error(`'${raw}' is not a valid boolean value, must be 'true' or 'false'`);
};

export const int: ValueParser<number> = (raw) => whole(raw, 2 ** 31, "integer");

/** Beyond 2^53 it is rounded. */
export const long: ValueParser<number> = (raw) => whole(raw, 2 ** 63, "long");

function whole(raw: string, limit: number, kind: string): number {
  const value = Number(raw);
  if (!/^\s*[+-]?\d+\s*$/.test(raw) || value >= limit || value < -limit) {
    throw new Error(`'${raw}' is not a valid ${kind} value`);
  }
  return value;
}

export const double: ValueParser<number> = (raw) => {
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(raw)) {
    throw new Error(`'${raw}' is not a valid double value`);
  }
  return Number(raw);
};

/** Milliseconds. */
export const duration: ValueParser<number> = (raw) => parseDuration(raw.trim());

/** `<min>-<max>`, both durations, the first no longer than the second. */
export const durationRange: ValueParser<string> = (raw) => {
  const parts = raw.trim().split("-");
  const [minimum, maximum] = parts.map((part) => parseDuration(part.trim()));
  if (parts.length !== 2 || minimum === undefined || maximum === undefined || minimum > maximum) {
    throw new Error(`'${raw}' is not a valid duration-range <min-max>`);
  }
  return raw.trim();
};

const MULTIPLIERS =
  "B, KiB, KB, K, kB, kb, k, MiB, MB, M, mB, mb, m, GiB, GB, G, gB, gb, g, TiB, TB, PiB, PB, EiB, EB";

/** Bytes; the unit is a power of 1024 (`512m`, `1.5g`, `64KiB`), and its case counts. */
export const bytes: ValueParser<number> = (raw) => {
  const value = raw.trim();
  const [, digits, unit = "B"] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)?$/.exec(value) ?? [];
  const multipliers = MULTIPLIERS.split(", ");
  if (digits === undefined || !multipliers.includes(unit)) {
    const valid = multipliers.map((multiplier) => `\`${multiplier}\``).join(", ");
    if (/^-\d/.test(value)) {
      throw new Error(`'${raw}' is not a valid size. Value should be between 0 and 8388608.00TiB`);
    }
    throw new Error(
      `'${raw}' is not a valid size, must be e.g. 10, 5K, 1M, 11G (valid multipliers are ${valid})`,
    );
  }
  return Math.floor(Number(digits) * 1024 ** "BKMGTPE".indexOf(unit.charAt(0).toUpperCase()));
};

/** Comma-separated; blanks around an entry and empty entries are dropped. */
export const list: ValueParser<string[]> = (raw) =>
  raw
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

/** One of these words, in any case; the value is spelt as here. */
export function oneOf(...words: string[]): ValueParser<string> {
  return (raw) => {
    const wanted = raw.trim().toLowerCase();
    const word = words.find((candidate) => candidate.toLowerCase() === wanted);
    if (word === undefined) throw new Error(`'${raw}' not one of [${words.join(", ")}]`);
    return word;
  };
}

/** An offset such as `+02:00`, `Z`, or a name such as `Europe/Stockholm`. */
export const timezone: ValueParser<string> = (raw) => {
  const value = raw.trim();
  if (value === "Z" || /^[+-]\d\d(:?\d\d)?$/.test(value)) return value;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    throw new Error(`'${raw}' is not a valid timezone value`);
  }
};

/** A letter and up to 62 letters, digits, dots and dashes, made small. Blanks are not trimmed. */
export const databaseName: ValueParser<string> = (text) => {
  const raw = text.toLowerCase();
  if (raw === "") throw new Error("The provided database name is empty.");
  if (raw.length < 3 || raw.length > 63) {
    throw new Error("The provided database name must have a length between 3 and 63 characters.");
  }
  if (!/^[a-z]/.test(raw)) {
    throw new Error(`Database name '${raw}' is not starting with an ASCII alphabetic character.`);
  }
  if (!/^[a-z0-9.-]+$/.test(raw)) {
    throw new Error(
      `Database name '${raw}' contains illegal characters. Use simple ascii characters, numbers, dots and dashes.`,
    );
  }
  if (raw.startsWith("system")) {
    throw new Error(`Database name '${raw}' is invalid, due to the prefix 'system'.`);
  }
  return raw;
};
