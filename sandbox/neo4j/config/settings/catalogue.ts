import { FIRST_OF_CALENDAR, isOlder, type Release } from "../release.ts";
import ltsLine from "./5.26.json" with { type: "json" };
import calendarLine from "./2026.07.json" with { type: "json" };

/** How a setting is declared: what it takes, who has it, since when. */
export interface Facts {
  /** `boolean`, `duration`, `list` and so on. */
  type: string;
  /** Of a list or set: the type of its elements. */
  each?: string;
  /** The words that an `enum` takes. */
  values?: readonly string[];
  min?: string;
  max?: string;
  /** The one value that is allowed outside the bounds. */
  or?: string;
  /** True: an address that others can reach. */
  accessible?: boolean;
  /** True: may not be empty. */
  filled?: boolean;
  /** Of a map: the only keys there are. */
  keys?: readonly string[];
  /** Of a map: the keys that must be there. */
  required?: readonly string[];
  /** True: Neo4j Community does not know it. */
  enterprise?: boolean;
  /** True: can be changed in a running server. */
  dynamic?: boolean;
  /** The release that introduced it, unless its line began with it. */
  since?: string;
}

// Generated from Neo4j's manual; see CONTRIBUTING.md, "Refresh Neo4j's settings".
const LTS = new Map<string, Facts>(Object.entries(ltsLine));
const CALENDAR = new Map<string, Facts>(Object.entries(calendarLine));

/**
 * The declaration of a setting in a release, or why that release has none; empty if there never was
 * one. Releases up to 5 use the settings of 5.26, later ones the newest that are known.
 *
 * @param key its name; in a group with the id in angle brackets, `dbms.ssl.policy.<scope>.enabled`
 */
export function findSetting(key: string, { edition, version }: Release): Facts | string {
  const isCalendar = !isOlder(version, FIRST_OF_CALENDAR);
  const facts = (isCalendar ? CALENDAR : LTS).get(key);
  if (facts === undefined) {
    if (isCalendar && LTS.has(key)) return `It was removed in Neo4j ${FIRST_OF_CALENDAR}.`;
    const later = isCalendar ? undefined : CALENDAR.get(key);
    return later === undefined ? "" : tooOld(later.since ?? FIRST_OF_CALENDAR, version);
  }
  if (facts.since !== undefined && isOlder(version, facts.since)) {
    return tooOld(facts.since, version);
  }
  if (facts.enterprise && edition === "community") return "It needs Neo4j Enterprise Edition.";
  return facts;
}

function tooOld(since: string, version: string): string {
  return `It is known since Neo4j ${since}, and this is ${version}.`;
}
