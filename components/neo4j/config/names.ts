import { distance } from "fastest-levenshtein";
import { isOlder } from "../../../access/version.ts";
import ltsLine from "./settings/5.26.json" with { type: "json" };
import calendarLine from "./settings/2026.07.json" with { type: "json" };
import type { Facts, Settings } from "./settings/facts.ts";

/** The settings of Neo4j 5.26, and those of the newest release counted by calendar that is known. */
const LTS = new Map(Object.entries(ltsLine as Settings));
const CALENDAR = new Map(Object.entries(calendarLine as Settings));
const EITHER = new Map([...LTS, ...CALENDAR]);

const FIRST_OF_CALENDAR = "2025.01";
const NEWEST = "2026.07";

/** Whether Neo4j has a setting: what is known of it, or why it has none of this name. */
export type NameVerdict =
  | { facts: Facts }
  /** The release that has it, and the one that is asked about. */
  | { other: string }
  /** No release has it; `meant` is the name that comes closest. */
  | { unknown: true; meant?: string };

/**
 * Looks a setting up by its name.
 *
 * @param version of Neo4j, `5.26.21` or `2026.6.0`. Up to 5 the settings of 5.26 count, later the
 *   newest that are known. Undefined, where it cannot be known: a setting of either will do.
 */
export function lookUp(name: string, version: string | undefined): NameVerdict {
  const key = keyOf(name);
  const isCalendar = version !== undefined && !isOlder(version, FIRST_OF_CALENDAR);
  const line = version === undefined ? EITHER : isCalendar ? CALENDAR : LTS;
  const facts = line.get(key);
  if (facts !== undefined) {
    const { since } = facts;
    if (version === undefined || since === undefined || !isOlder(version, since)) return { facts };
    return { other: `since Neo4j ${since}` };
  }
  if (isCalendar && LTS.has(key)) return { other: "up to Neo4j 5.26" };
  const later = CALENDAR.get(key);
  if (later !== undefined) return { other: `since Neo4j ${later.since ?? FIRST_OF_CALENDAR}` };
  const meant = closest(key, [...line.keys()]);
  return meant === undefined ? { unknown: true } : { unknown: true, meant: named(meant, name) };
}

/** The settings that a refusal may point at: `settings of Neo4j 5.26.21`. */
export function settingsOf(version: string | undefined): string {
  if (version === undefined) return "settings of Neo4j 5.26 or later";
  const later = isOlder(`${NEWEST}.999`, version);
  return `settings of Neo4j ${version}${later ? `, as far as those of ${NEWEST} are known` : ""}`;
}

const OIDC = /^(dbms\.security\.oidc)\.([^.]+)\.(.+)$/;
const TLS = /^(dbms\.ssl\.policy)\.(bolt|https|cluster|backup|fabric)\.(.+)$/;

/** The parts of `dbms.security.oidc.<provider>.<suffix>`; undefined for any other name. */
export function oidcSettingName(name: string): { provider: string; suffix: string } | undefined {
  const [, , provider, suffix] = OIDC.exec(name) ?? [];
  return provider && suffix ? { provider, suffix } : undefined;
}

/** The name as the data files have it, with the user's id in angle brackets. */
function keyOf(name: string): string {
  return name.replace(OIDC, "$1.<provider>.$3").replace(TLS, "$1.<scope>.$3");
}

/** The reverse, with the id of a name that looks like it. */
function named(key: string, name: string): string {
  const id = OIDC.exec(name)?.[2] ?? TLS.exec(name)?.[2];
  return id === undefined ? key : key.replace(/<\w+>/, id);
}

/** Of the names with at most a quarter of the letters changed: the same last part, fewest changes. */
function closest(name: string, candidates: readonly string[]): string | undefined {
  const last = (text: string) => text.slice(text.lastIndexOf("."));
  const near = candidates
    .map((candidate) => ({ candidate, edits: distance(name, candidate) }))
    .filter(({ edits }) => edits * 4 <= name.length)
    .sort((one, other) => one.edits - other.edits);
  const alike = near.find(({ candidate }) => last(candidate) === last(name)) ?? near[0];
  return alike?.candidate;
}
