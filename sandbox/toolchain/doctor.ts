import { renderTable } from "../table.ts";
import { directorySize } from "./cache.ts";
import { locateChart } from "./chart.ts";
import { locateLanguageHost } from "./language-host.ts";
import { type LocateOptions, surroundings, surveyTools } from "./locate.ts";
import { type MissingTool, unavailableMessage } from "./plan.ts";
import { PLUGIN_NAMES } from "./plugin-store.ts";
import { surveyPlugin } from "./plugins.ts";
import { formatBytes } from "./progress.ts";
import { surveyGo } from "./survey.ts";

/** One line of the doctor's table. */
export interface Finding {
  subject: string;
  version: string;
  /** Where it comes from; what would be done if it is not there yet; `missing` if nothing can be done. */
  origin: string;
  path: string;
  /** Why, or what it would take. */
  note: string;
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
    surveyGo(around.env),
    locateChart(options),
    Promise.all(PLUGIN_NAMES.map((name) => surveyPlugin(name, around))),
    locateLanguageHost({ pulumi: found.get("pulumi")?.path, env: around.env }),
    directorySize(around.cache),
  ]);
  const tools = around.catalogue.map((spec): Finding => {
    const tool = found.get(spec.name);
    if (tool !== undefined) {
      return {
        subject: spec.name,
        version: tool.version,
        origin: tool.origin,
        path: tool.path,
        note: tool.detail,
      };
    }
    const absent = missing.find((entry) => entry.spec.name === spec.name);
    return {
      subject: spec.name,
      version: spec.version,
      path: "",
      ...(absent && proposal(absent)),
    } as Finding;
  });
  return {
    findings: [
      {
        subject: "node",
        version: process.versions.node,
        origin: "path",
        path: process.execPath,
        note: "runs the sandbox",
      },
      {
        subject: "go",
        version: go?.version.replace(/^go/, "") ?? "",
        origin: go === undefined ? "none" : "path",
        path: go?.path ?? "",
        note: "only for building what is missing",
      },
      ...tools,
      {
        subject: "language host",
        version: "",
        origin: host.origin,
        path: host.path ?? "",
        note:
          host.origin === "inline"
            ? "the program runs inside the sandbox's process"
            : "the program runs as a local program",
      },
      ...plugins.map(({ plugin, download }) => ({
        subject: `plugin ${plugin.name}`,
        version: plugin.version,
        origin: download ? "would download" : plugin.origin,
        path: plugin.path ?? "",
        note: plugin.detail,
      })),
      {
        subject: "neo4j chart",
        version: "",
        origin: chart.origin,
        path: chart.path ?? "",
        note: chart.detail,
      },
      {
        subject: "cache",
        version: "",
        origin: "",
        path: around.cache,
        note: `${formatBytes(bytes)}; may be deleted at any time`,
      },
    ],
    missing: missing.filter(({ preparations }) => preparations.length === 0),
  };
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
  const rows = findings.map((f) => [f.subject, f.version, f.origin, f.path, f.note]);
  options.write(`${renderTable(["part", "version", "from", "path", "note"], rows)}\n\n`);
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

function proposal({ spec, preparations, notes }: MissingTool): Pick<Finding, "origin" | "note"> {
  const way = preparations[0];
  if (way === undefined) return { origin: "missing", note: "see below" };
  if (way.kind === "download")
    return { origin: "would download", note: new URL(way.release.url).host };
  const why = notes.find((note) => note.startsWith("download: "))?.replace("download: ", "");
  return {
    origin: "would build",
    note: `with ${way.go.version}, ${spec.build.packages} Go packages${why === undefined ? "" : `; no download: ${why}`}`,
  };
}
