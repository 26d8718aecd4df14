import { show } from "../../../access/finding.ts";
import { readsAsRoleMapping } from "../../../access/role-mapping.ts";
import { mapFault } from "./map.ts";
import type { Facts } from "./settings/facts.ts";

/** The form of a type, and what a value is that lacks it. Neo4j's own parsers take the same. */
const FORMS: Readonly<Record<string, [form: RegExp, fault: string]>> = {
  boolean: [/^(true|false)$/i, "neither true nor false"],
  integer: [/^[+-]?\d{1,10}$/, "no whole number"],
  long: [/^[+-]?\d{1,19}$/, "no whole number"],
  double: [/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, "no number"],
  duration: [/^(\d+|(\d+(ns|μs|us|ms|s|m|h|d))+)$/i, "no duration such as 30s or 1h30m"],
  "duration-range": [/^\d+[a-zμ]*-\d+[a-zμ]*$/i, "no range of durations such as 3s-6s"],
  bytes: [
    /^\d+(\.\d+)?\s*(B|[KMGTPE]i?B|[KMG]|[kmg][Bb]?)?$/,
    "no size such as 512m or 2GiB (the case of the unit counts)",
  ],
  hostname: [/^([^\s:]+|\[?[0-9a-f:]*:[0-9a-f:.]+\]?)$/i, "no host without a port"],
  "socket-address": [
    /^(?=.)(\[\S+\]|[^\s:[\]]+)?(:\d+)?$/,
    "no address such as graph.example.com:7687",
  ],
  "database-name": [/^(?!system)[a-z0-9.-]{3,63}$/i, "no name of a database"],
  uri: [/^https:\/\/\S+$/, "not https"],
};

/** Types whose values Neo4j reads with the blanks around them. */
const UNTRIMMED = ["uri", "database-name"];

/** Why Neo4j would refuse the value of a setting that is declared so, or undefined. */
export function typeFault(facts: Facts, text: string): string | undefined {
  const { type, each = type } = facts;
  if (type === "map") return mapFault(facts, text);
  if (type === "pairs") return readsAsRoleMapping(text) ? undefined : "is no group-to-role mapping";
  if (type !== "list" && type !== "set") return elementFault(type, facts, text);
  const elements = text.split(",").filter((element) => element.trim() !== "");
  if (facts.filled && elements.length === 0) return "is empty";
  return elements
    .map((element) => elementFault(each, facts, element.trim()))
    .find((fault) => fault !== undefined);
}

function elementFault(type: string, facts: Facts, text: string): string | undefined {
  const value = UNTRIMMED.includes(type) ? text : text.trim();
  const words = type === "enum" ? facts.values : undefined;
  if (words && !words.some((word) => word.toLowerCase() === value.toLowerCase())) {
    return `is ${show(text)}, which is not one of ${words.join(", ")}`;
  }
  const form = FORMS[type];
  if (form && !form[0].test(value)) return `is ${show(text)}, which is ${form[1]}`;
  return boundFault(type, facts, value) ?? accessFault(facts, value);
}

function boundFault(type: string, { min, max, or }: Facts, value: string): string | undefined {
  const size = amount(type, value);
  if (or !== undefined && size === amount(type, or)) return undefined;
  if (min !== undefined && size < amount(type, min)) {
    return `is ${value}, which is less than ${min}${or === undefined ? "" : ` and not ${or}`}`;
  }
  return max !== undefined && size > amount(type, max)
    ? `is ${value}, which is more than ${max}`
    : undefined;
}

/** Other servers and drivers are told this address. */
function accessFault({ accessible }: Facts, value: string): string | undefined {
  return accessible && /^(0\.0\.0\.0|\[?::\]?)(:\d+)?$/.test(value)
    ? `is ${value}, where nobody can reach the server`
    : undefined;
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  μs: 1e-3,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A value of a type that has bounds as a number: bytes, milliseconds, or the number itself. */
function amount(type: string, text: string): number {
  if (type === "bytes") {
    const unit = /[a-z]/i.exec(text)?.[0].toUpperCase() ?? "B";
    return Number.parseFloat(text) * 1024 ** "BKMGTPE".indexOf(unit);
  }
  if (type !== "duration") return Number(text);
  const parts = [...text.toLowerCase().matchAll(/(\d+)([a-zμ]*)/g)];
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * (MILLISECONDS[unit || "s"] ?? 0), 0);
}
