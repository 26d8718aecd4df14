import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { SandboxError } from "../errors.ts";
import { probe, reasonOf } from "./download.ts";
import { type LocateOptions, surroundings } from "./locate.ts";

/** Neo4j's own chart repository. */
export const NEO4J_CHART_REPOSITORY = "https://helm.neo4j.com/neo4j";

const STAND_IN = join(import.meta.dirname, "../neo4j/chart");

/** The Helm chart that a rehearsal installs. */
export interface LocatedChart {
  /** `option`: given by path. `repository`: the official one. `stand-in`: the one in this project. */
  origin: "option" | "repository" | "stand-in";
  /** Folder or archive of the chart; undefined when it comes from the repository. */
  path: string | undefined;
  /** One phrase for people. */
  detail: string;
  /** Its version; undefined for a chart of the repository, which the program names, or an archive. */
  version?: string | undefined;
  /** The release of Neo4j that it carries. */
  appVersion?: string | undefined;
}

/**
 * Chooses the Neo4j chart: the one given by path, else the official one if its repository answers,
 * else the stand-in.
 *
 * @param options.chart folder with a `Chart.yaml`, or a packed chart (`.tgz`)
 * @param options.repository Default {@link NEO4J_CHART_REPOSITORY}
 * @throws SandboxError `toolchain-chart` if `chart` is not a chart called `neo4j`
 */
export async function locateChart(
  options: LocateOptions & { chart?: string | undefined; repository?: string | undefined } = {},
): Promise<LocatedChart> {
  if (options.chart !== undefined) {
    const path = resolve(options.chart);
    return { origin: "option", path, detail: "given by path", ...(await versionsOf(path)) };
  }
  const repository = options.repository ?? NEO4J_CHART_REPOSITORY;
  const index = `${repository.replace(/\/$/, "")}/index.yaml`;
  const answer = await probe(index, surroundings(options), "HEAD");
  if ("text" in answer) return { origin: "repository", path: undefined, detail: repository };
  const detail = `stand-in: ${answer.reason}`;
  return { origin: "stand-in", path: STAND_IN, detail, ...(await versionsOf(STAND_IN)) };
}

type Versions = Pick<LocatedChart, "version" | "appVersion">;

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
  return { version: chart?.version, appVersion: chart?.appVersion };
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
