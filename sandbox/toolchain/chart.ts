import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { SandboxError } from "../errors.ts";
import { noteOnStandIn, standInFor } from "../neo4j/config/index.ts";
import { releaseInChart, STAND_IN_CHART, standInRelease } from "../neo4j/pinned-chart.ts";
import { probe, reasonOf } from "./download.ts";
import { type LocateOptions, surroundings } from "./locate.ts";

/** Neo4j's own chart repository. */
export const NEO4J_CHART_REPOSITORY = "https://helm.neo4j.com/neo4j";

/** The Helm chart that a rehearsal installs. */
export interface LocatedChart {
  /** `option`: given by path. `repository`: the official one. `stand-in`: the one in this project. */
  origin: "option" | "repository" | "stand-in";
  /** Folder or archive of the chart; undefined when it comes from the repository. */
  path: string | undefined;
  /** One phrase for people. */
  detail: string;
  /** Its version; undefined for an archive, and for a chart of the repository without `pinned`. */
  version?: string | undefined;
  /** The release that stands in for the Neo4j in it. */
  standsInAs?: string | undefined;
  /** One sentence if that is another release than the chart carries. */
  note?: string | undefined;
}

/**
 * Chooses the Neo4j chart: the one given by path, else the official one if its repository answers,
 * else the stand-in.
 *
 * @param options.chart folder with a `Chart.yaml`, or a packed chart (`.tgz`)
 * @param options.pinned the version that the program asks for. Default: not known
 * @param options.repository Default {@link NEO4J_CHART_REPOSITORY}
 * @throws SandboxError `toolchain-chart` if `chart` is not a chart called `neo4j`
 */
export async function locateChart(
  options: LocateOptions & {
    chart?: string | undefined;
    pinned?: string | undefined;
    repository?: string | undefined;
  } = {},
): Promise<LocatedChart> {
  if (options.chart !== undefined) {
    const path = resolve(options.chart);
    return { origin: "option", path, detail: "given by path", ...(await versionsOf(path)) };
  }
  const { pinned } = options;
  const repository = options.repository ?? NEO4J_CHART_REPOSITORY;
  const index = `${repository.replace(/\/$/, "")}/index.yaml`;
  const answer = await probe(index, surroundings(options), "HEAD");
  if ("text" in answer) {
    const { standsInAs, note } = releaseInChart(pinned ?? "") ?? {};
    const versions = { version: pinned, standsInAs, note };
    return { origin: "repository", path: undefined, detail: repository, ...versions };
  }
  const detail = `stand-in: ${answer.reason}`;
  const { version, standsInAs, note } = await standInRelease(pinned);
  return { origin: "stand-in", path: STAND_IN_CHART, detail, version, standsInAs, note };
}

type Versions = Pick<LocatedChart, "version" | "standsInAs" | "note">;

/** @throws SandboxError `toolchain-chart` if there is no chart called `neo4j` */
async function versionsOf(path: string): Promise<Versions> {
  const refuse = (what: string): never => {
    throw new SandboxError(
      "toolchain-chart",
      `--chart ${path}: ${what}. Allowed: the folder of a Helm chart called "neo4j", or a packed one ` +
        "(.tgz). Fix: leave the option out to use the official chart or its stand-in.",
    );
  };
  const found = await stat(path).catch((error: unknown) => refuse(reasonOf(error)));
  if (found.isFile()) {
    if (!/\.(tgz|tar\.gz)$/.test(path)) refuse("the file is not a .tgz");
    return {};
  }
  const text = await readFile(join(path, "Chart.yaml"), "utf8").catch(() =>
    refuse("the folder has no Chart.yaml"),
  );
  const chart = readChart(text);
  if (chart?.name !== "neo4j") {
    refuse(`its Chart.yaml names ${chart === undefined ? "no chart" : `"${chart.name}"`}`);
  }
  const { version, appVersion } = chart ?? {};
  if (appVersion === undefined) return { version };
  return { version, standsInAs: standInFor(appVersion), note: noteOnStandIn(appVersion) };
}

const Chart = z.object({
  name: z.string(),
  version: z.coerce.string().optional(),
  appVersion: z.coerce.string().optional(),
});

function readChart(text: string): z.infer<typeof Chart> | undefined {
  try {
    return Chart.safeParse(parse(text)).data;
  } catch {
    return undefined;
  }
}
