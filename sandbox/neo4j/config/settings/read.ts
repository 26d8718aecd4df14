import { hostname, httpsUri, socketAddress } from "../addresses.ts";
import { groupToRoleMapping } from "../group-to-role.ts";
import { mapOf } from "../maps.ts";
import {
  bool,
  bytes,
  databaseName,
  double,
  duration,
  durationRange,
  int,
  list,
  long,
  oneOf,
  type SettingValue,
  string,
  timezone,
  type ValueParser,
} from "../values.ts";
import type { Facts } from "./catalogue.ts";

/** Parsers by the type that the data files name; any text is taken where a type is not here. */
const PARSERS: Readonly<Record<string, ValueParser>> = {
  boolean: bool,
  bytes,
  "database-name": databaseName,
  double,
  duration,
  "duration-range": durationRange,
  hostname,
  integer: int,
  long,
  pairs: groupToRoleMapping,
  "socket-address": socketAddress,
  timezone,
  uri: httpsUri,
};

/**
 * Reads a setting's value as Neo4j does, and judges it by the setting's constraints.
 *
 * @throws Error with the reason, as the second half of Neo4j's message
 */
export function readSetting(name: string, facts: Facts, raw: string): SettingValue {
  const value = parse(name, facts, raw);
  const refused = bounds(facts, value) ?? accessible(facts, value) ?? filled(facts, value);
  if (refused !== undefined) {
    throw new Error(`Failed to validate '${raw.trim()}' for '${name}': ${refused}`);
  }
  return value;
}

function parse(name: string, facts: Facts, raw: string): SettingValue {
  const { type, each = "string", keys, required } = facts;
  if (type === "list" || type === "set") {
    const entries = list(raw).map((entry) => String(parserOf(each, facts)(entry, name)));
    return type === "set" ? [...new Set(entries)] : entries;
  }
  if (type === "map") {
    const secret = name.endsWith(".token_params");
    return mapOf({ secret, ...(keys && { accepted: keys }), ...(required && { required }) })(raw);
  }
  return parserOf(type, facts)(raw, name);
}

function parserOf(type: string, { values = [] }: Facts): ValueParser {
  return type === "enum" ? oneOf(...values) : (PARSERS[type] ?? string);
}

function bounds({ type, min, max, or }: Facts, value: SettingValue): string | undefined {
  const number = (text: string) => Number(PARSERS[type]?.(text));
  if (typeof value !== "number" || (or !== undefined && value === number(or))) return undefined;
  if (min !== undefined && value < number(min)) {
    return or === undefined
      ? `minimum allowed value is ${min}`
      : `does not fulfill any of is minimum \`${min}\` or is \`${or}\``;
  }
  return max !== undefined && value > number(max) ? `maximum allowed value is ${max}` : undefined;
}

/** Addresses that stand for every interface of a machine. */
const WILDCARD = /^\[?(0\.0\.0\.0|::)\]?(?::\d+)?$/;

function accessible(facts: Facts, value: SettingValue): string | undefined {
  const wildcard = facts.accessible ? WILDCARD.exec(String(value))?.[1] : undefined;
  return wildcard && `advertised address cannot be '${wildcard}'`;
}

function filled(facts: Facts, value: SettingValue): string | undefined {
  const empty = value === "" || (Array.isArray(value) && value.length === 0);
  return facts.filled && empty ? "Can not be empty." : undefined;
}
