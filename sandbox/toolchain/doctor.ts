import { renderTable } from "../table.ts";
import { directorySize } from "./cache.ts";
import { locateChart } from "./chart.ts";
import { installedGo } from "./go.ts";
import { locateLanguageHost } from "./language-host.ts";
import { type LocateOptions, surroundings, surveyTools } from "./locate.ts";
import { type MissingTool, unavailableMessage } from "./plan.ts";
import { PLUGIN_NAMES } from "./plugin-store.ts";
import { surveyPlugin } from "./plugins.ts";
import { formatBytes } from "./progress.ts";

/** One line of the doctor's table. */
export interface Finding {
  subject: string;
  version?: string | undefined;
  /** Where it comes from; what would be done if it is not there yet; `missing` if nothing can be done. */
  origin: string;
  path?: string | undefined;
  /** Why, or what it would take. */
  detail: string;
}

/** What a rehearsal on this machine would run with. */
export interface Diagnosis {
  findings: Finding[];
  /** Tools that cannot be had at all. */
  missing: MissingTool[];
}

/** Finds out, without downloading or building anything, where each part of a rehearsal would come from. */
export async function diagnose(
  options: LocateOptions & { chart?: string | undefined } = {},
): Promise<Diagnosis> {
  const around = surroundings(options);
  const { found, missing } = await surveyTools(around);
  const [go, chart, plugins, host, bytes] = await Promise.all([
    installedGo(around.env),
    locateChart(options),
    Promise.all(PLUGIN_NAMES.map((name) => surveyPlugin(name, around))),
    locateLanguageHost({ pulumi: found.get("pulumi")?.path, env: around.env }),
    directorySize(around.cache),
  ]);
  const runsInline = host.origin === "inline";
  const findings: Finding[] = [
    {
      subject: "node",
      version: process.versions.node,
      origin: "path",
      path: process.execPath,
      detail: "runs the sandbox",
    },
    {
      subject: "go",
      version: go?.version.replace(/^go/, ""),
      origin: go === undefined ? "none" : "path",
      path: go?.path,
      detail: "only for building what is missing",
    },
    ...around.catalogue.flatMap((spec) => {
      const tool = found.get(spec.name);
      if (tool) return [{ subject: spec.name, ...tool }];
      return missing.filter((absent) => absent.spec === spec).map(proposal);
    }),
    {
      subject: "language host",
      ...host,
      detail: `the program runs ${runsInline ? "inside the sandbox's process" : "as a local program"}`,
    },
    ...plugins.map(({ plugin, download }) => ({
      subject: `plugin ${plugin.name}`,
      ...plugin,
      origin: download ? "would download" : plugin.origin,
    })),
    { subject: "neo4j chart", ...chart },
    {
      subject: "cache",
      origin: "",
      path: around.cache,
      detail: `${formatBytes(bytes)}; may be deleted at any time`,
    },
  ];
  return { findings, missing: missing.filter(({ preparations }) => preparations.length === 0) };
}

/**
 * Prints where each part of a rehearsal comes from, and what would be done about what is missing.
 *
 * @returns the exit status: 0 if everything is there or can be prepared, 1 if something cannot be had
 */
export async function doctor(
  options: LocateOptions & { chart?: string | undefined; write: (text: string) => void },
): Promise<number> {
  const { findings, missing } = await diagnose(options);
  const rows = findings.map(({ subject, version = "", origin }) => [subject, version, origin]);
  const [header = "", ...parts] = renderTable(["part", "version", "from"], rows).split("\n");
  // Notes and paths are of any length: each has a line of its own.
  const lines = findings.flatMap(({ detail, path }, index) =>
    [parts[index], `    ${detail}`, path && `    ${path}`].filter(Boolean),
  );
  options.write(`${[header, ...lines].join("\n")}\n\n`);
  if (missing.length > 0) options.write(`${unavailableMessage(missing)}\n\n`);
  const prepared = findings.filter(({ origin }) => origin.startsWith("would ")).length;
  options.write(`${verdict(missing.length, prepared)}\n`);
  return missing.length > 0 ? 1 : 0;
}

function verdict(missing: number, prepared: number): string {
  if (missing > 0) return "Not ready: npm run sandbox would stop at the missing tools.";
  if (prepared === 0) return "Ready: nothing needs to be downloaded or built.";
  const parts = `${prepared} missing ${prepared === 1 ? "part" : "parts"}`;
  return `Ready to prepare ${parts}: npm run toolchain, or the first npm run sandbox, does it.`;
}

/** What would be done about a tool that is not there. */
function proposal({ spec, preparations, notes }: MissingTool): Finding {
  const tool = { subject: spec.name, version: spec.version };
  const way = preparations[0];
  if (way === undefined) return { ...tool, origin: "missing", detail: "see below" };
  if (way.kind === "download") {
    return { ...tool, origin: "would download", detail: new URL(way.release.url).host };
  }
  const why = notes.find((note) => note.startsWith("download: "))?.replace("download: ", "");
  const instead = why === undefined ? "" : `; no download: ${why}`;
  const detail = `with ${way.go.version}, ${spec.build.packages} Go packages${instead}`;
  return { ...tool, origin: "would build", detail };
}
