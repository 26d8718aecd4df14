import { dirname } from "node:path";
import { installStandIns } from "../plugins/install.ts";
import { renderTable } from "../table.ts";
import {
  type LocatedChart,
  type LocatedPlugin,
  type LocateOptions,
  linkPlugin,
  locateChart,
  locateLanguageHost,
  locateProviderPlugins,
  locateToolchain,
  type Toolchain,
} from "../toolchain/index.ts";
import { neo4jChart, type Project } from "./project.ts";
import type { Reporter } from "./reporter.ts";

/** The programs of one run: real where they could be had, stand-ins where not. */
export interface Tools {
  binaries: { etcd: string; kubeApiserver: string; kubeControllerManager: string };
  pulumi: string;
  /** Folder that holds `pulumi-language-nodejs`; undefined: the program runs inline. */
  languageHost: string | undefined;
  /** Chart to install in place of the one in the stack's settings. */
  chartPath: string | undefined;
  /** Puts every provider plugin where an engine with this PULUMI_HOME finds it. */
  installPlugins(pulumiHome: string): Promise<void>;
  parts: Parts;
}

interface Parts {
  toolchain: Toolchain;
  plugins: LocatedPlugin[];
  chart: LocatedChart;
  inline: boolean;
}

/** @throws SandboxError */
export async function prepareTools(options: {
  /** The chart to install whatever the settings say. */
  chart: string | undefined;
  /** The stack whose own chart is used when it can be had. Default: the official repository's. */
  project?: Project;
  report: Reporter;
  signal: AbortSignal;
}): Promise<Tools> {
  const { report, signal } = options;
  const around = {
    onProgress: ({ message }: { message: string }) => report.step(message),
    signal,
  };
  const toolchain = await locateToolchain(around);
  const pulumi = toolchain.pulumi.path;
  const [plugins, host, chart] = await Promise.all([
    locateProviderPlugins({ ...around, pulumi, project: options.project?.root }),
    locateLanguageHost({ pulumi }),
    chooseChart(options, around),
  ]);
  const standIns = plugins.filter(({ origin }) => origin === "stand-in");
  const versions = Object.fromEntries(standIns.map(({ name, version }) => [name, version]));
  return {
    binaries: {
      etcd: toolchain.etcd.path,
      kubeApiserver: toolchain["kube-apiserver"].path,
      kubeControllerManager: toolchain["kube-controller-manager"].path,
    },
    pulumi,
    languageHost: host.path === undefined ? undefined : dirname(host.path),
    chartPath: chart.path,
    installPlugins: async (pulumiHome) => {
      for (const plugin of plugins) await linkPlugin(plugin, pulumiHome);
      await installStandIns(pulumiHome, versions, {
        node: process.execPath,
        env: { HELM: toolchain.helm.path },
      });
    },
    parts: { toolchain, plugins, chart, inline: host.path === undefined },
  };
}

/**
 * The chart of the run: the one asked for, else the stack's own if it is on this machine or its
 * repository answers, else the stand-in.
 *
 * @throws SandboxError `toolchain-chart` when the one asked for is not a chart.
 */
export async function chooseChart(
  { chart, project }: { chart: string | undefined; project?: Project },
  around: LocateOptions,
): Promise<LocatedChart> {
  const own = project === undefined ? {} : neo4jChart(project);
  if (chart === undefined && own.path !== undefined) {
    return { origin: "option", path: undefined, detail: `${own.path}, in the stack's settings` };
  }
  return locateChart({ ...around, chart, repository: own.repository });
}

/** What is real in this run and what stands in, for the first lines that the user reads. */
export function describeTools({ parts }: Tools): string {
  const { toolchain, plugins, chart } = parts;
  const rows = [
    [
      "your program",
      "",
      "real",
      parts.inline ? "run inline: no pulumi-language-nodejs" : "language host",
    ],
    ...Object.entries(toolchain).map(([name, { version, origin }]) => [
      name,
      version,
      "real",
      origin,
    ]),
    ["Neo4j driver", "", "real", "npm"],
    ...plugins.map(({ name, version, origin, detail }) => [
      `plugin ${name}`,
      version,
      origin === "stand-in" ? "stands in" : "real",
      detail.replace(/^stand-in: /, ""),
    ]),
    [
      "Neo4j chart",
      "",
      chart.origin === "stand-in" ? "stands in" : "real",
      chart.detail.replace(/^stand-in: /, ""),
    ],
    ["Okta org", "", "stands in", "emulator on loopback, state in memory"],
    ["Neo4j Enterprise", "", "stands in", "reads its mounted settings, speaks Bolt and HTTP"],
    ["node (kubelet)", "", "stands in", "binds the Pods and starts the Neo4j stand-in"],
  ];
  return renderTable(["part", "version", "in this run", "from"], rows);
}
