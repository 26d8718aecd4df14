import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { noteOnStandIn, standInFor } from "./config/release.ts";

/** Folder of the stand-in for Neo4j's chart, in the version that it has by itself. */
export const STAND_IN_CHART = join(import.meta.dirname, "chart");

/** A version of Neo4j's chart, and what runs in a rehearsal for the Neo4j in it. */
export interface ChartRelease {
  /** Of the chart: `2026.6.0`. */
  version: string;
  /** Of the Neo4j in it: `2026.06.0`. */
  appVersion: string;
  /** The release that stands in for that. */
  standsInAs: string;
  /** One sentence where those two differ. */
  note: string | undefined;
}

/** A chart's version: whole numbers without leading zeros, as Helm has them. */
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/**
 * What is in the official chart, where its own version and Neo4j's are one number but for the leading
 * zero of a calendar release's month. Undefined for a range of versions.
 */
export function releaseInChart(version: string): ChartRelease | undefined {
  const [exact, major = "", minor = "", patch] = VERSION.exec(version) ?? [];
  if (exact === undefined) return undefined;
  const isCalendar = Number(major) >= 2025;
  const appVersion = isCalendar ? `${major}.${minor.padStart(2, "0")}.${patch}` : version;
  const standsInAs = standInFor(appVersion);
  return { version, appVersion, standsInAs, note: noteOnStandIn(appVersion) };
}

/**
 * The stand-in chart in the version that a program pins.
 *
 * @param pinned undefined, or a range of versions: the version that the chart has by itself
 */
export async function standInRelease(pinned = ""): Promise<ChartRelease> {
  const { version: own, appVersion } = await readDescription();
  const standsInAs = standInFor(appVersion);
  return releaseInChart(pinned) ?? { version: own, appVersion, standsInAs, note: undefined };
}

/**
 * Finds the path of the stand-in chart in the version that a program pins.
 *
 * @param copies folder for the versions that the chart does not have by itself; each is made once
 */
export function pinnedCharts(copies: string): (pinned?: string) => Promise<string> {
  const made = new Map<string, Promise<string>>();
  return async (pinned) => {
    const { version, appVersion } = await standInRelease(pinned);
    if (version === (await readDescription()).version) return STAND_IN_CHART;
    const copy = made.get(version) ?? copyChart(join(copies, version), { version, appVersion });
    made.set(version, copy);
    return copy;
  };
}

type Description = Pick<ChartRelease, "version" | "appVersion">;

async function copyChart(folder: string, versions: Description): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(STAND_IN_CHART, folder, { recursive: true });
  const description = { ...(await readDescription()), ...versions };
  await writeFile(join(folder, "Chart.yaml"), stringify(description));
  return folder;
}

async function readDescription(): Promise<Description> {
  return parse(await readFile(join(STAND_IN_CHART, "Chart.yaml"), "utf8"));
}
