import type { z } from "zod";
import { findingsOf, unknownKey } from "./issues.ts";
import type { Finding, Path } from "./problem.ts";
import { neo4jFields } from "./schema/neo4j.ts";
import { type ParsedSettings, settingsFields } from "./schema.ts";

type Neo4j = ParsedSettings["neo4j"];

/**
 * What could be read of the settings. Each part is read by itself, so that a fault in one does not
 * hide the faults of the others.
 */
export interface Draft extends Partial<Omit<ParsedSettings, "accounts" | "waivers" | "neo4j">> {
  accounts: (ParsedSettings["accounts"][number] | undefined)[];
  waivers: (ParsedSettings["waivers"][number] | undefined)[];
  neo4j: Partial<Neo4j>;
  /** False: accounts are no list, which has been reported already. */
  accountsGiven: boolean;
}

/** Reads raw settings part by part. */
export function readDraft(raw: Record<string, unknown>): { draft: Draft; findings: Finding[] } {
  const findings: Finding[] = [];
  const { accounts, waivers, neo4j, ...others } = settingsFields;
  const draft: Draft = {
    ...fields(others, only(raw, Object.keys(others)), [], findings),
    accounts: items(accounts.element, accounts, raw.accounts, ["accounts"], findings),
    accountsGiven: Array.isArray(raw.accounts),
    waivers: items(waivers.unwrap().element, waivers, raw.waivers, ["waivers"], findings),
    neo4j: isMap(raw.neo4j)
      ? fields(neo4jFields, raw.neo4j, ["neo4j"], findings)
      : (value(neo4j, raw.neo4j, ["neo4j"], findings) ?? {}),
  };
  findings.push(...unknownKeys(raw, Object.keys(settingsFields), []));
  return { draft, findings };
}

function fields<S extends Record<string, z.ZodType>>(
  shape: S,
  raw: Record<string, unknown>,
  at: Path,
  findings: Finding[],
): { [K in keyof S]?: z.output<S[K]> } {
  if (at.length > 0) findings.push(...unknownKeys(raw, Object.keys(shape), at));
  const entries = Object.entries(shape).map(([key, schema]) => [
    key,
    value(schema, raw[key], [...at, key], findings),
  ]);
  return Object.fromEntries(entries.filter(([, found]) => found !== undefined));
}

function items<T>(
  element: z.ZodType<T>,
  list: z.ZodType<T[]>,
  raw: unknown,
  at: Path,
  findings: Finding[],
): (T | undefined)[] {
  if (!Array.isArray(raw)) return value(list, raw, at, findings) ?? [];
  return raw.map((item, index) => value(element, item, [...at, index], findings));
}

function value<T>(
  schema: z.ZodType<T>,
  raw: unknown,
  at: Path,
  findings: Finding[],
): T | undefined {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  findings.push(...findingsOf(result.error, at, raw));
  return undefined;
}

function unknownKeys(raw: Record<string, unknown>, known: readonly string[], at: Path): Finding[] {
  return Object.keys(raw)
    .filter((key) => !known.includes(key))
    .map((key) => unknownKey([...at, key]));
}

function only(raw: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => key in raw).map((key) => [key, raw[key]]));
}

function isMap(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}
