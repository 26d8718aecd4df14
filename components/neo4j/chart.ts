import { isAbsolute } from "node:path";

/** The official chart's repository. */
export const NEO4J_CHARTS = "https://helm.neo4j.com/neo4j";

/** Whether a URL is that of {@link NEO4J_CHARTS}, however the host is written and the path ends. */
export function isNeo4jCharts(repository: string): boolean {
  return URL.canParse(repository) && withoutEnd(repository) === withoutEnd(NEO4J_CHARTS);
}

function withoutEnd(url: string): string {
  return new URL(url).href.replace(/\/+$/, "");
}

/**
 * The version of the official chart unless another is asked for: the newest known patch of the
 * 5.26 line, which has long-term support. `docs/operations.md` says how it is kept current.
 */
export const NEO4J_CHART_VERSION = "5.26.30";

/** Top-level values of the official chart, from 5.14 on. */
export const CHART_VALUES: readonly string[] = [
  "additionalVolumeMounts",
  "additionalVolumes",
  "analytics",
  "apoc_config",
  "apoc_credentials",
  "clusterDomain",
  "config",
  "configImport",
  "containerSecurityContext",
  "disableLookups",
  "env",
  "fullnameOverride",
  "image",
  "jvm",
  "ldapPasswordFromSecret",
  "ldapPasswordMountPath",
  "livenessProbe",
  "logInitialPassword",
  "logging",
  "nameOverride",
  "neo4j",
  "nodeSelector",
  "podDisruptionBudget",
  "podSpec",
  "readinessProbe",
  "secretMounts",
  "securityContext",
  "serviceMonitor",
  "services",
  "ssl",
  "startupProbe",
  "statefulset",
  "volumes",
];

/** Where the Helm chart comes from. */
export interface Chart {
  /** Version of the official chart. Ignored with `path`. Default: {@link NEO4J_CHART_VERSION}. */
  version?: string;
  /** Chart repository. Ignored with `path`. Default: {@link NEO4J_CHARTS}. */
  repository?: string;
  /** A chart in a local folder or archive, used instead. Default: none. */
  path?: string | undefined;
}

/**
 * The version of Neo4j in a chart of the repository, which is the chart's own but for leading zeros
 * (chart 2026.6.0, Neo4j 2026.06.0). Undefined for a chart by path, which may carry any.
 */
export function carriedVersion(chart: Chart = {}): string | undefined {
  return chart.path === undefined ? (chart.version ?? NEO4J_CHART_VERSION) : undefined;
}

/**
 * The image that a chart of the repository runs; undefined for a chart by path, which may run any.
 *
 * @param custom the chart's value `image.customImage`, which replaces it whole
 */
export function neo4jImage(chart: Chart, custom: unknown): string | undefined {
  if (typeof custom === "string" && custom !== "") return custom;
  const tag = carriedVersion(chart)?.replace(/^(20\d\d)\.(\d)\./, "$1.0$2.");
  return tag === undefined ? undefined : `neo4j:${tag}-enterprise`;
}

/** The part of a Helm release's arguments that says which chart to install. */
export function chartArgs(chart: Chart): {
  chart: string;
  version?: string;
  repositoryOpts?: { repo: string };
} {
  if (chart.path !== undefined) return { chart: asPath(chart.path) };
  return {
    chart: "neo4j",
    version: chart.version ?? NEO4J_CHART_VERSION,
    repositoryOpts: { repo: chart.repository ?? NEO4J_CHARTS },
  };
}

/**
 * A path that Helm takes for nothing else: `charts/neo4j`, where there is no such folder, would be
 * chart `neo4j` of a repository that the machine knows as `charts`.
 */
function asPath(path: string): string {
  return isAbsolute(path) || path.startsWith(".") ? path : `./${path}`;
}
