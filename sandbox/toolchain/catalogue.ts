import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type GoMod, parseGoMod, pinnedVersion } from "./go-mod.ts";
import type { Platform } from "./platform.ts";
import {
  etcdRelease,
  helmRelease,
  kubernetesRelease,
  pulumiRelease,
  type Release,
} from "./releases.ts";

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
  /** Arguments that make the tool print its version. */
  versionArguments: readonly string[];
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
  const engine = readModule("pulumi");
  const pulumi = pinnedVersion(engine, "github.com/pulumi/pulumi/pkg/v3");
  const cluster = readModule("kubernetes");
  const kubernetes = pinnedVersion(cluster, "k8s.io/kubernetes");
  const helm = pinnedVersion(cluster, "helm.sh/helm/v4");
  const etcd = pinnedVersion(cluster, "go.etcd.io/etcd/server/v3");
  const [major, minor] = kubernetes.split(".");
  // One program: what its four tools have in common is compiled and linked once.
  const program = build("kubernetes", cluster, ".", 2623, [
    `k8s.io/component-base/version.gitVersion=v${kubernetes}`,
    `k8s.io/component-base/version.gitMajor=${major}`,
    `k8s.io/component-base/version.gitMinor=${minor}`,
    `helm.sh/helm/v4/internal/version.version=v${helm}`,
  ]);
  const tool = (
    name: ToolName,
    version: string,
    spec: Pick<ToolSpec, "accepts" | "release" | "build"> & { versionArgument?: string },
  ): ToolSpec => {
    const { versionArgument = "--version", ...rest } = spec;
    const variable = `NEO4J_OKTA_${name.toUpperCase().replaceAll("-", "_")}`;
    return { name, version, variable, versionArguments: [versionArgument], ...rest };
  };
  const controlPlane = (name: "kube-apiserver" | "kube-controller-manager") =>
    tool(name, kubernetes, {
      accepts: sameMinor(kubernetes),
      release: kubernetesRelease(name, kubernetes, platform),
      build: program,
    });
  return [
    tool("etcd", etcd, {
      accepts: sameMinor(etcd),
      release: etcdRelease(etcd, platform),
      build: program,
    }),
    tool("pulumi", pulumi, {
      accepts: ">=3.230.0 <4.0.0",
      versionArgument: "version",
      release: pulumiRelease(pulumi, platform),
      build: build("pulumi", engine, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", 1379, [
        `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumi}`,
      ]),
    }),
    controlPlane("kube-apiserver"),
    controlPlane("kube-controller-manager"),
    tool("helm", helm, {
      accepts: ">=4.0.0 <5.0.0",
      versionArgument: "version",
      release: helmRelease(helm, platform),
      build: program,
    }),
  ];
}

function build(
  module: string,
  goMod: GoMod,
  packagePath: string,
  packages: number,
  variables: string[],
): ToolBuild {
  return {
    directory: join(MODULES, module),
    package: packagePath,
    ldflags: ["-s -w", ...variables.map((variable) => `-X ${variable}`)].join(" "),
    go: goMod.go,
    packages,
  };
}

function sameMinor(version: string): string {
  return `~${version.split(".").slice(0, 2).join(".")}`;
}

function readModule(name: string): GoMod {
  return parseGoMod(readFileSync(join(MODULES, name, "go.mod"), "utf8"));
}
