import type { z } from "zod";
import type { Finding, Path } from "../../access/finding.ts";
import { isMap } from "../../access/tree.ts";
import { findingsOf, reservedKey, unknownKey } from "./issues.ts";
import { type ParsedSettings, settingsFields } from "./schema.ts";

type Whole = ParsedSettings;

/** An account as far as it could be read. */
export type DraftAccount = Partial<Whole["accounts"][number]>;

/** A sign-in as far as it could be read, and the keys that it is written with. */
export type DraftSignIn = Partial<Whole["signIns"][number]> & { written: string[] };

/**
 * What could be read of the settings. Each field is read by itself, so that a fault in one does
 * not hide the faults of the others.
 */
export interface Draft
  extends Partial<
    Omit<Whole, "authorizationServer" | "accounts" | "signIns" | "waivers" | "neo4j">
  > {
  authorizationServer: Partial<Whole["authorizationServer"]> | undefined;
  /** What is written under `authorizationServer`; undefined when that is no map. */
  authorizationServerKeys: string[] | undefined;
  /** Undefined when accounts are no list, which has been reported then. */
  accounts: DraftAccount[] | undefined;
  signIns: DraftSignIn[];
  waivers: (Whole["waivers"][number] | undefined)[];
  neo4j: Partial<Whole["neo4j"]>;
}

/** Reads raw settings field by field. */
export function readDraft(raw: Record<string, unknown>): { draft: Draft; findings: Finding[] } {
  const findings: Finding[] = [];
  const { authorizationServer, accounts, signIns, waivers, neo4j, ...others } = settingsFields;
  const draft: Draft = {
    authorizationServer: map(
      authorizationServer,
      raw.authorizationServer,
      ["authorizationServer"],
      findings,
    ),
    ...fields(others, only(raw, Object.keys(others)), [], findings),
    authorizationServerKeys: isMap(raw.authorizationServer)
      ? Object.keys(raw.authorizationServer)
      : undefined,
    accounts: list(accounts, raw.accounts, ["accounts"], findings)?.map(
      (account, index) => map(accounts.element, account, ["accounts", index], findings) ?? {},
    ),
    signIns: (list(signIns, raw.signIns, ["signIns"], findings) ?? []).map((signIn, index) => ({
      ...map(signIns.unwrap().element, signIn, ["signIns", index], findings),
      written: isMap(signIn) ? Object.keys(signIn) : [],
    })),
    waivers: (list(waivers, raw.waivers, ["waivers"], findings) ?? []).map((waiver, index) =>
      value(waivers.unwrap().element, waiver, ["waivers", index], findings),
    ),
    neo4j: map(neo4j, raw.neo4j, ["neo4j"], findings) ?? {},
  };
  findings.push(...unknownKeys(raw, Object.keys(settingsFields), []));
  const free = ["groups", "signIns", "neo4j", "database"];
  findings.push(...free.flatMap((key) => reservedKeys(raw[key], [key])));
  return { draft, findings };
}

function map<S extends Record<string, z.ZodType>>(
  schema: z.ZodObject<S>,
  raw: unknown,
  at: Path,
  findings: Finding[],
): { [K in keyof S]?: z.output<S[K]> } | undefined {
  if (isMap(raw)) return fields(schema.shape, raw, at, findings);
  value(schema, raw, at, findings);
  return undefined;
}

function list(
  schema: z.ZodType,
  raw: unknown,
  at: Path,
  findings: Finding[],
): unknown[] | undefined {
  if (Array.isArray(raw)) return raw;
  return value(schema, raw, at, findings) as unknown[] | undefined;
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
  return Object.fromEntries(entries);
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

/** Maps with keys of the user's own. A JavaScript object would lose this one silently. */
function reservedKeys(raw: unknown, at: Path): Finding[] {
  if (Array.isArray(raw)) return raw.flatMap((item, index) => reservedKeys(item, [...at, index]));
  if (!isMap(raw)) return [];
  return Object.entries(raw).flatMap(([key, part]) => {
    if (key !== "__proto__") return reservedKeys(part, [...at, key]);
    // Objected to already, as any other unknown key of the map.
    return at.length === 1 && at[0] === "neo4j" ? [] : [reservedKey([...at, key])];
  });
}

function only(raw: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => key in raw).map((key) => [key, raw[key]]));
}
