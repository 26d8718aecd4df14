import { readFileSync } from "node:fs";
import { join } from "node:path";
import { goVersion, requiredVersion } from "./go-mod.ts";
import type { Platform } from "./platform.ts";
import { type Release, releaseOf } from "./releases.ts";

/** The real programs that a rehearsal needs, in the order in which they are prepared. */
export const TOOL_NAMES = [
  "etcd",
  "pulumi",
  "kube-apiserver",
  "kube-controller-manager",
  "helm",
] as const;

/** One of {@link TOOL_NAMES}. */
export type ToolName = (typeof TOOL_NAMES)[number];

/** Everything needed to recognise, download or build one tool. */
export interface ToolSpec {
  name: ToolName;
  /** Environment variable that names the executable to use, whatever its version. */
  variable: string;
  /** The version that is downloaded or built: the one in the tool's `go.mod`. */
  version: string;
  /** Range (semver) of versions on PATH that are used as they are. */
  accepts: string;
  /** Makes the tool print its version. */
  versionArgument: string;
  release: Release | undefined;
  build: ToolBuild;
}

/** A program that is built from a pinned Go module. It serves every tool that names it. */
export interface ToolBuild {
  /** Folder of the pinned Go module. */
  directory: string;
  package: string;
  ldflags: string;
  /** The lowest Go version that may build it. */
  go: string;
  /** Go packages that are compiled with empty caches. */
  packages: number;
}

const MODULES = join(import.meta.dirname, "go");

/** The five tools, with the versions that the Go modules beside this file pin. */
export function toolCatalogue(platform: Platform): ToolSpec[] {
  const engine = readFileSync(join(MODULES, "pulumi", "go.mod"), "utf8");
  const pulumi = requiredVersion(engine, "github.com/pulumi/pulumi/pkg/v3");
  const cluster = readFileSync(join(MODULES, "kubernetes", "go.mod"), "utf8");
  const kubernetes = requiredVersion(cluster, "k8s.io/kubernetes");
  const helm = requiredVersion(cluster, "helm.sh/helm/v4");
  const etcd = requiredVersion(cluster, "go.etcd.io/etcd/server/v3");
  const [major, minor] = kubernetes.split(".");
  // One program: what its four tools have in common is compiled and linked once.
  const clusterBuild: ToolBuild = {
    directory: join(MODULES, "kubernetes"),
    package: ".",
    ldflags: linkerFlags([
      `k8s.io/component-base/version.gitVersion=v${kubernetes}`,
      `k8s.io/component-base/version.gitMajor=${major}`,
      `k8s.io/component-base/version.gitMinor=${minor}`,
      `helm.sh/helm/v4/internal/version.version=v${helm}`,
    ]),
    go: goVersion(cluster),
    packages: 2623,
  };
  const engineBuild: ToolBuild = {
    directory: join(MODULES, "pulumi"),
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ldflags: linkerFlags([`github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumi}`]),
    go: goVersion(engine),
    packages: 1379,
  };
  const tool = (
    name: ToolName,
    version: string,
    accepts: string,
    { versionArgument = "--version", build = clusterBuild } = {},
  ): ToolSpec => ({
    name,
    variable: `NEO4J_OKTA_${name.toUpperCase().replaceAll("-", "_")}`,
    version,
    accepts,
    versionArgument,
    release: releaseOf(name, version, platform),
    build,
  });
  const word = { versionArgument: "version" };
  return [
    tool("etcd", etcd, sameMinor(etcd)),
    tool("pulumi", pulumi, ">=3.230.0 <4.0.0", { ...word, build: engineBuild }),
    tool("kube-apiserver", kubernetes, sameMinor(kubernetes)),
    tool("kube-controller-manager", kubernetes, sameMinor(kubernetes)),
    tool("helm", helm, ">=4.0.0 <5.0.0", word),
  ];
}

/** Leaves symbols out, and sets the variables in which a program keeps its version. */
function linkerFlags(variables: readonly string[]): string {
  return ["-s -w", ...variables.map((variable) => `-X ${variable}`)].join(" ");
}

function sameMinor(version: string): string {
  return `~${version.split(".").slice(0, 2).join(".")}`;
}
