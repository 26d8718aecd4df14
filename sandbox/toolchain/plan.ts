import type { ToolName, ToolSpec } from "./catalogue.ts";
import type { GoCommand } from "./go.ts";
import type { Release } from "./releases.ts";

/** Where a tool came from in this run. */
export type ToolOrigin = "environment" | "path" | "cache" | "download" | "build";

/** One tool, ready to run. */
export interface LocatedTool {
  /** Absolute path of the executable. */
  path: string;
  /** Without a leading `v`. */
  version: string;
  origin: ToolOrigin;
  /** One phrase for people: what was looked at, and why this one. */
  detail: string;
}

/** Names of the tools, in the catalogue's order, mapped to what was found. */
export type Toolchain = Record<ToolName, LocatedTool>;

/** A way to get a tool that is not there. */
export type Preparation =
  | { kind: "download"; release: Release; sha256: string }
  | { kind: "build"; go: GoCommand };

/** A tool that is not there. */
export interface MissingTool {
  spec: ToolSpec;
  /** The ways in which it can be had, best first; none if it cannot. */
  preparations: Preparation[];
  /** Why each source that was tried does not have it, in the order in which they were tried. */
  notes: string[];
}

/** What to say about tools that no source has: what was tried, in order, and what would help. */
export function unavailableMessage(tools: readonly Pick<MissingTool, "spec" | "notes">[]): string {
  const tried = tools.map(({ spec, notes }) => {
    const lines = notes.map((note, index) => `  ${index + 1}. ${note}`);
    return `${spec.name} ${spec.version} cannot be had. Tried in this order:\n${lines.join("\n")}\n`;
  });
  const specs = tools.map(({ spec }) => spec);
  const go = specs
    .map(({ build }) => build.go)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .at(-1);
  const hosts = specs.flatMap(({ release }) => (release ? [new URL(release.url).host] : []));
  const ways = [
    `install Go ${go} or newer (https://go.dev/dl), with access to its module proxy`,
    ...(hosts.length > 0 ? [`allow downloads from ${[...new Set(hosts)].join(", ")}`] : []),
    ...specs.map(
      ({ name, accepts, variable }) =>
        `install ${name} (${accepts}) on PATH, or set ${variable} to its path`,
    ),
  ];
  return `${tried.join("")}Fix, one of:\n${ways.map((way) => `  - ${way}`).join("\n")}`;
}

/** What is going to be prepared, and what that takes, in one line. */
export function announcement(missing: readonly MissingTool[], cache: string): string {
  const builds = missing.filter(({ preparations }) => preparations[0]?.kind === "build");
  const programs = new Map(builds.map(({ spec }) => [spec.build.directory, spec.build.packages]));
  const packages = [...programs.values()].reduce((sum, count) => sum + count, 0);
  const names = missing.map(({ spec }) => `${spec.name} ${spec.version}`).join(", ");
  const count = programs.size === 1 ? "1 program" : `${programs.size} programs`;
  const how =
    builds.length === 0
      ? "all are downloads"
      : `${count} to build from source, ${packages} Go packages with empty caches`;
  return `Preparing ${names} once, into ${cache}: ${how}.`;
}
