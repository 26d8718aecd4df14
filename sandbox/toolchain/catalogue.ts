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
  build: {
    /** Folder of the pinned Go module. */
    directory: string;
    package: string;
    ldflags: string;
    /** The lowest Go version that may build it. */
    go: string;
    /** Seconds of a build with empty caches on two cores. */
    seconds: number;
  };
}

const MODULES = join(import.meta.dirname, "go");

/** The five tools, with the versions that the Go modules beside this file pin. */
export function toolCatalogue(platform: Platform): ToolSpec[] {
  const pulumi = readModule("pulumi");
  const pulumiVersion = pinnedVersion(pulumi, "github.com/pulumi/pulumi/pkg/v3");
  const helm = readModule("helm");
  const helmVersion = pinnedVersion(helm, "helm.sh/helm/v4");
  const etcd = readModule("etcd");
  const etcdVersion = pinnedVersion(etcd, "go.etcd.io/etcd/server/v3");
  return [
    {
      name: "etcd",
      variable: "NEO4J_OKTA_ETCD",
      version: etcdVersion,
      accepts: sameMinor(etcdVersion),
      versionArguments: ["--version"],
      release: etcdRelease(etcdVersion, platform),
      build: build("etcd", etcd, "go.etcd.io/etcd/server/v3", [], 35),
    },
    {
      name: "pulumi",
      variable: "NEO4J_OKTA_PULUMI",
      version: pulumiVersion,
      accepts: ">=3.230.0 <4.0.0",
      versionArguments: ["version"],
      release: pulumiRelease(pulumiVersion, platform),
      build: build(
        "pulumi",
        pulumi,
        "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        [`github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`],
        180,
      ),
    },
    kubernetesTool("kube-apiserver", "NEO4J_OKTA_KUBE_APISERVER", 360, platform),
    kubernetesTool("kube-controller-manager", "NEO4J_OKTA_KUBE_CONTROLLER_MANAGER", 150, platform),
    {
      name: "helm",
      variable: "NEO4J_OKTA_HELM",
      version: helmVersion,
      accepts: ">=4.0.0 <5.0.0",
      versionArguments: ["version"],
      release: helmRelease(helmVersion, platform),
      build: build(
        "helm",
        helm,
        "helm.sh/helm/v4/cmd/helm",
        [`helm.sh/helm/v4/internal/version.version=v${helmVersion}`],
        150,
      ),
    },
  ];
}

function kubernetesTool(
  name: "kube-apiserver" | "kube-controller-manager",
  variable: string,
  seconds: number,
  platform: Platform,
): ToolSpec {
  const goMod = readModule("kubernetes");
  const version = pinnedVersion(goMod, "k8s.io/kubernetes");
  const [major, minor] = version.split(".");
  return {
    name,
    variable,
    version,
    accepts: sameMinor(version),
    versionArguments: ["--version"],
    release: kubernetesRelease(name, version, platform),
    build: build(
      "kubernetes",
      goMod,
      `k8s.io/kubernetes/cmd/${name}`,
      [
        `k8s.io/component-base/version.gitVersion=v${version}`,
        `k8s.io/component-base/version.gitMajor=${major}`,
        `k8s.io/component-base/version.gitMinor=${minor}`,
      ],
      seconds,
    ),
  };
}

function build(
  module: string,
  goMod: GoMod,
  packagePath: string,
  variables: string[],
  seconds: number,
): ToolSpec["build"] {
  return {
    directory: join(MODULES, module),
    package: packagePath,
    ldflags: ["-s -w", ...variables.map((variable) => `-X ${variable}`)].join(" "),
    go: goMod.go,
    seconds,
  };
}

function sameMinor(version: string): string {
  return `~${version.split(".").slice(0, 2).join(".")}`;
}

function readModule(name: string): GoMod {
  return parseGoMod(readFileSync(join(MODULES, name, "go.mod"), "utf8"));
}
