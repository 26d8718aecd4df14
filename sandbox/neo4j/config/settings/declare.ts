import type { Constraint, SettingValue, ValueParser } from "../values.ts";

/** How one setting is read. */
export interface Setting {
  parse: ValueParser;
  /** Judges the value that was read: the reason it is refused, or undefined. */
  check?: (value: SettingValue) => string | undefined;
}

/** Settings by name; in a group, by the part after `<prefix>.<id>.`. */
export type SettingTable = ReadonlyMap<string, Setting>;

/** Declares several settings that are read alike. */
export function all(parse: ValueParser, ...names: string[]): [string, Setting][] {
  return names.map((name) => [name, { parse }]);
}

/** Declares one setting whose value has a rule of its own. */
export function one<T extends SettingValue>(
  name: string,
  parse: ValueParser<T>,
  check: Constraint<T>,
): [string, Setting] {
  return [name, { parse, check: (value) => check(value as T) }];
}
