import type { Edition } from "./edition.ts";

/** The build of Neo4j that is stood in for: it decides which settings there are. */
export interface Release {
  edition: Edition;
  /** `5.26.21`, or `2025.06.2` since the releases are counted by calendar. */
  version: string;
}

/** What a configuration is read for unless told otherwise. */
export const DEFAULT_RELEASE: Release = { edition: "enterprise", version: "5.26.0" };

/** The first release that is counted by calendar, in which the settings changed. */
export const FIRST_OF_CALENDAR = "2025.01";

/** The newest release of each line whose settings are known: see `settings/`. */
const NEWEST_KNOWN = { lts: "5.26.30", calendar: "2026.07" } as const;

/** True if a version came out before another; a part that is missing counts as 0. */
export function isOlder(version: string, than: string): boolean {
  const parts = version.split(".").map(Number);
  const others = than.split(".").map(Number);
  const at = others.findIndex((other, index) => other !== (parts[index] ?? 0));
  return at !== -1 && (parts[at] ?? 0) < (others[at] ?? 0);
}

/**
 * The release that stands in for another: itself if its line is known, which are 5.0 to 5.26 and the
 * calendar releases so far; else the newest known one of the line that comes nearest.
 */
export function standInFor(version: string): string {
  const [, major = "", minor = ""] = /^(\d+)\.(\d+)\.\d+$/.exec(version) ?? [];
  if (major === "5" && Number(minor) <= 26) return version;
  const { lts, calendar } = NEWEST_KNOWN;
  if (major === "" || isOlder(version, FIRST_OF_CALENDAR)) return lts;
  const isMonth = Number(minor) >= 1 && Number(minor) <= 12;
  return isMonth && !isOlder(calendar, `${major}.${minor}`) ? version : `${calendar}.0`;
}

/** One sentence for people where another release stands in for a version; undefined where it does itself. */
export function noteOnStandIn(version: string): string | undefined {
  const release = standInFor(version);
  if (release === version) return undefined;
  return `Neo4j stands in as ${release}, since ${version} is not known.`;
}
