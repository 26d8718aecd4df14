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

/** A rule on a value that was read: the reason it is refused, or undefined. */
export type Constraint<T extends SettingValue> = (value: T) => string | undefined;

export const string: ValueParser<string> = (raw) => raw.trim();

export const bool: ValueParser<boolean> = (raw) => {
  const value = raw.trim().toLowerCase();
  if (value === "true") return true;
  if (value === "false") return false;
  throw new Error(`'${raw}' is not a valid boolean value, must be 'true' or 'false'`);
};

export const int: ValueParser<number> = (raw) => {
  const value = raw.trim();
  if (!/^[+-]?\d{1,10}$/.test(value) || Math.abs(Number(value)) > 0x7fffffff) {
    throw new Error(`'${raw}' is not a valid integer value`);
  }
  return Number(value);
};

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

/** Bytes; the unit is a power of 1024 (`512m`, `1.5g`, `64KiB`). */
export const bytes: ValueParser<number> = (raw) => {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:([kmgtpe])(i?b)?|b)?\s*$/i.exec(raw);
  if (!match) {
    throw new Error(
      `'${raw}' is not a valid byte size; valid multipliers are B, KiB, KB, K, MiB, MB, M, GiB, GB, G, TiB, TB, T`,
    );
  }
  const power = match[2] === undefined ? 0 : "kmgtpe".indexOf(match[2].toLowerCase()) + 1;
  return Math.floor(Number(match[1]) * 1024 ** power);
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

/** `hostname:port`, `hostname` or `:port`. */
export const socketAddress: ValueParser<string> = (raw) => {
  const value = raw.trim();
  const match = /^(\[[0-9a-fA-F:.]+\]|[^\s:/[\]]*)(?::(\d{1,5}))?$/.exec(value);
  if (!match || value === "" || Number(match[2] ?? 0) > 65_535) {
    throw new Error(
      `Setting must be a socket address in the format of \`hostname:port\`, \`hostname\`, or \`:port\`, but was '${raw}'`,
    );
  }
  return value;
};

export const uri: ValueParser<string> = (raw) => {
  if (/[\s"<>\\^`{|}]/.test(raw)) throw new Error(`'${raw}' is not a valid URI`);
  return raw;
};

const LOCALHOST = new Set(["localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]"]);

/** An https URI. On localhost any scheme will do. Blanks are not trimmed. */
export const httpsUri: ValueParser<string> = (raw) => {
  const value = uri(raw);
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*))?/i.exec(value);
  const secure = match?.[1]?.toLowerCase() === "https";
  if (!secure && !LOCALHOST.has(match?.[2] ?? "")) {
    throw new Error(`'${raw}' does not have required scheme 'https'`);
  }
  if (!URL.canParse(value)) throw new Error(`'${raw}' is not a valid URI`);
  return value;
};

export function atLeast(minimum: number, shown = `${minimum}`): Constraint<number> {
  return (value) => (value < minimum ? `minimum allowed value is ${shown}` : undefined);
}

export const notEmpty: Constraint<string[]> = (value) =>
  value.length === 0 ? "the list must have at least one entry" : undefined;
