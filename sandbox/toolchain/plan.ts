import semver from "semver";
import type { ToolName, ToolSpec } from "./catalogue.ts";
import type { Release } from "./releases.ts";
import type { GoCommand, GoVerdict } from "./versions.ts";

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

/** An executable, and the version it printed; undefined if it could not be run or printed none. */
export interface Candidate {
  path: string;
  version: string | undefined;
}

/** What is already on the machine. */
export interface Installed {
  /** The executable that the tool's environment variable names. */
  explicit: Candidate | undefined;
  /** Every executable of that name on PATH, in PATH's order. */
  onPath: readonly Candidate[];
  cached: { path: string; origin: "download" | "build" } | undefined;
}

/** What could be fetched or made. */
export interface Offers {
  download: { available: true; sha256: string } | { available: false; reason: string };
  go: GoVerdict;
}

/** A way to get a tool that is not there. */
export type Preparation =
  | { kind: "download"; release: Release; sha256: string }
  | { kind: "build"; go: GoCommand };

/** A decision, with a note for every source that was passed over, in the order in which they were tried. */
export interface Choice<T> {
  choice: T;
  notes: string[];
}

/** Takes the first usable executable among those already on the machine. */
export function chooseInstalled(
  spec: ToolSpec,
  installed: Installed,
): Choice<LocatedTool | undefined> {
  if (installed.explicit !== undefined) {
    const { path, version } = installed.explicit;
    const outside = version !== undefined && !accepts(spec, version);
    const detail = `named by ${spec.variable}${outside ? `, outside the tried range ${spec.accepts}` : ""}`;
    return { choice: { path, version: version ?? "", origin: "environment", detail }, notes: [] };
  }
  const notes: string[] = [`environment: ${spec.variable} is not set`];
  for (const { path, version } of installed.onPath) {
    if (version !== undefined && accepts(spec, version)) {
      return { choice: { path, version, origin: "path", detail: "on PATH" }, notes };
    }
    const found = version === undefined ? "printed no version" : `is ${version}`;
    notes.push(`PATH: ${path} ${found}, wanted ${spec.accepts}`);
  }
  if (installed.onPath.length === 0) notes.push(`PATH: no ${spec.name}`);
  if (installed.cached !== undefined) {
    const made = installed.cached.origin === "download" ? "downloaded" : "built";
    const { path } = installed.cached;
    const detail = `${made} by an earlier run`;
    return { choice: { path, version: spec.version, origin: "cache", detail }, notes };
  }
  notes.push(`cache: no ${spec.name} ${spec.version}`);
  return { choice: undefined, notes };
}

/** The ways in which a missing tool can be prepared, best first; none if it cannot be had. */
export function choosePreparations(spec: ToolSpec, offers: Offers): Choice<Preparation[]> {
  const choice: Preparation[] = [];
  const notes: string[] = [];
  if (offers.download.available && spec.release !== undefined) {
    choice.push({ kind: "download", release: spec.release, sha256: offers.download.sha256 });
  } else if (!offers.download.available) notes.push(`download: ${offers.download.reason}`);
  if (offers.go.usable) choice.push({ kind: "build", go: offers.go.go });
  else notes.push(`build: ${offers.go.reason}`);
  return { choice, notes };
}

/** A tool that is not there, the ways to get it, and a note for every source that has it not. */
export interface MissingTool {
  spec: ToolSpec;
  preparations: Preparation[];
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

/** Names of the tools, in the catalogue's order, mapped to what was found. */
export type Toolchain = Record<ToolName, LocatedTool>;

function accepts(spec: ToolSpec, version: string): boolean {
  return semver.satisfies(version, spec.accepts, { includePrerelease: true });
}
