import { dirname } from "node:path";
import { SandboxError } from "../errors.ts";
import { installStandIns } from "../plugins/install.ts";
import { renderTable } from "../table.ts";
import {
  isOfficialAtHand,
  type LocatedChart,
  type LocatedPlugin,
  linkPlugin,
  locateChart,
  locateLanguageHost,
  locateProviderPlugins,
  locateToolchain,
  NEO4J_CHART_REPOSITORY,
  type Toolchain,
  type ToolName,
} from "../toolchain/index.ts";
import type { Override } from "./overlay.ts";
import type { Program } from "./project.ts";
import { chartCopies, chartReplacement, overrideOf } from "./replaced-chart.ts";
import type { Reporter } from "./reporter.ts";

/** The programs of one run: real where they could be had, stand-ins where not. */
export interface Tools {
  /** Without control plane and controllers in a cluster of the user's, and without Helm where the official plugin is it. */
  toolchain: Toolchain;
  /** Folder that holds the program's language host; undefined: the program runs inline. */
  languageHost: string | undefined;
  /** Puts a chart's path where the program has to be told it by a setting. */
  chartOverride: Override | undefined;
  /** Puts every provider plugin where an engine with this PULUMI_HOME finds it. */
  installPlugins(pulumiHome: string): Promise<void>;
  plugins: LocatedPlugin[];
  chart: LocatedChart;
  /** Whether the user's cluster takes the place of a control plane and a node. */
  realCluster: boolean;
}

export interface ToolsOptions {
  program: Program;
  /** A Neo4j chart to install in place of the one that the program names. */
  chart?: string | undefined;
  /** Repositories that Helm may fetch charts from, beside Neo4j's own. Default: none. */
  chartRepository?: readonly string[] | undefined;
  /** Version of the chart that the stack pins. Default: not known before the program runs. */
  pinned?: string | undefined;
  /**
   * Setting that takes the path of a chart, e.g. `app:neo4j.chart.path`. Used when the official
   * Kubernetes plugin must install another chart than the program names, which only the program can
   * tell it. Default: none.
   */
  chartSetting?: string | undefined;
  /** True: a cluster of the user's runs the stack, with the real Neo4j. Default: false */
  realCluster?: boolean | undefined;
  report: Reporter;
  signal?: AbortSignal | undefined;
}

const CLUSTER_TOOLS: readonly ToolName[] = ["etcd", "kube-apiserver", "kube-controller-manager"];

/**
 * Finds, downloads or builds everything that a rehearsal of the program runs.
 *
 * @throws SandboxError `language-host-missing`, `chart-not-replaced`, `chart-unreachable`, and those of the toolchain
 */
export async function prepareTools(options: ToolsOptions): Promise<Tools> {
  const { program, report, signal, realCluster = false } = options;
  const { root: project, runtime } = program;
  const around = {
    onProgress: ({ message }: { message: string }) => report.step(message),
    signal,
  };
  // First, as it may be refused, and everything after it can take minutes.
  const chart = await locateChart({ ...around, chart: options.chart, pinned: options.pinned });
  if (realCluster && chart.origin === "stand-in") throw chartUnreachable(chart.detail);
  const installsCharts = await isOfficialAtHand("kubernetes", { ...around, project });
  const needed: ToolName[] = [
    "pulumi",
    ...(realCluster ? [] : CLUSTER_TOOLS),
    // The official plugin has Helm in it.
    ...(installsCharts ? [] : ["helm" as const]),
  ];
  const toolchain = await locateToolchain({ ...around, project, only: needed });
  const pulumi = toolchain.pulumi.path;
  const host = await locateLanguageHost({ pulumi, runtime });
  if (host.path === undefined && runtime !== "nodejs") throw noLanguageHost(runtime);
  const plugins = await locateProviderPlugins({ ...around, pulumi, project });
  const standIns = plugins.filter(({ origin }) => origin === "stand-in");
  const versions = Object.fromEntries(standIns.map(({ name, version }) => [name, version]));
  if ("kubernetes" in versions && installsCharts) {
    // It could not be fetched after all.
    Object.assign(toolchain, await locateToolchain({ ...around, project, only: ["helm"] }));
  }
  return {
    toolchain,
    languageHost: host.path === undefined ? undefined : dirname(host.path),
    chartOverride: "kubernetes" in versions ? undefined : overrideOf(chart, options.chartSetting),
    installPlugins: async (pulumiHome) => {
      for (const plugin of plugins) await linkPlugin(plugin, pulumiHome);
      await installStandIns(pulumiHome, versions, {
        node: process.execPath,
        helm: "kubernetes" in versions ? toolchain.helm.path : "",
        chart: chartReplacement(chart, chartCopies(pulumiHome)),
        repositories: [NEO4J_CHART_REPOSITORY, ...(options.chartRepository ?? [])],
      });
    },
    plugins,
    chart,
    realCluster,
  };
}

function chartUnreachable(detail: string): SandboxError {
  const reason = detail.replace(/^stand-in: /, "");
  return new SandboxError(
    "chart-unreachable",
    `with --kubeconfig the real chart is installed, and its repository ${NEO4J_CHART_REPOSITORY} is out of reach (${reason}). ` +
      "Fix: give a chart with --chart PATH, or let this machine reach the repository.",
  );
}

function noLanguageHost(runtime: string): SandboxError {
  const executable = `pulumi-language-${runtime}`;
  return new SandboxError(
    "language-host-missing",
    `the program's runtime is ${runtime}, and there is no ${executable} on PATH or beside pulumi. ` +
      `Only Node.js programs run without one. Fix: install Pulumi with its language hosts, or put ${executable} on PATH.`,
  );
}

/** What is real in this run and what stands in, for the first lines that the user reads. */
export function describeTools(
  tools: Pick<Tools, "toolchain" | "plugins" | "chart" | "languageHost" | "realCluster">,
): string {
  const { toolchain, plugins, chart, languageHost, realCluster } = tools;
  const part = (name: string, version: string, origin: string, from: string) => {
    return [name, version, origin === "stand-in" ? "stands in" : "real", from];
  };
  const source = (detail: string) => detail.replace(/^stand-in: /, "").replace(/ \(.*\)$/, "");
  const program = languageHost === undefined ? "run inline: no language host" : "language host";
  const standsIn = "stand-in";
  const rows = [
    part("your program", "", "", program),
    ...Object.entries(toolchain).map(([name, { version, origin }]) => {
      return part(name, version, origin, origin);
    }),
    ...plugins.map(({ name, version, origin, detail }) => {
      return part(`plugin ${name}`, version, origin, source(detail));
    }),
    part("Neo4j chart", chart.version ?? "", chart.origin, source(chart.detail)),
    part("Okta org", "", standsIn, "emulator, state in memory"),
    ...(realCluster
      ? [part("cluster, Neo4j", "", "", "the cluster of --kubeconfig")]
      : [
          part(
            "Neo4j Enterprise",
            chart.standsInAs ?? "",
            standsIn,
            "reads its settings; Bolt, HTTP",
          ),
          part("node (kubelet)", "", standsIn, "starts the Pods' stand-ins"),
        ]),
  ];
  const table = renderTable(["part", "version", "in this run", "from"], rows);
  const isTold = chart.note !== undefined && !realCluster;
  return isTold ? `${table}\n${chart.note}` : table;
}
