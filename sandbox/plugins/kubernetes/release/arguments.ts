import {
  containsUnknown,
  isProperties,
  type Properties,
  reveal,
  type Value,
} from "../../protocol/values.ts";
import { RELEASE_INPUTS } from "./inputs.ts";

/** Seconds for an awaited operation when the release says 0, as in the official plugin. */
const DEFAULT_TIMEOUT = 300;

/** A chart that is installed in place of the Neo4j chart of a repository. */
export interface ChartReplacement {
  /** Folder or archive of the chart. */
  path: string;
  /** The repository whose chart it replaces. Default: any. */
  repository?: string;
  /**
   * Folder for copies of the stand-in chart, which takes on the version that a release asks for.
   * Default: the chart is installed in the version that it has.
   */
  copies?: string;
}

/** Whether a release gets the replacement, and not the chart that it names. */
export function isReplaced(
  inputs: Properties,
  replacement: ChartReplacement | undefined,
): replacement is ChartReplacement {
  const repository = reveal(inputs.repositoryOpts);
  if (replacement === undefined || !isProperties(repository)) return false;
  if (text(inputs.chart) !== "neo4j") return false;
  const address = text(repository.repo).replace(/\/$/, "");
  return address !== "" && address === (replacement.repository ?? address);
}

/**
 * Helm's options that say which chart is meant; undefined while something of it is unknown.
 *
 * @param replacement default: every release gets the chart that it names.
 */
export function chartArguments(
  inputs: Properties,
  replacement?: ChartReplacement,
): string[] | undefined {
  const named = ["chart", "version", "repositoryOpts", "devel", "verify", "keyring"];
  if (named.some((name) => containsUnknown(inputs[name]))) return undefined;
  if (isReplaced(inputs, replacement)) return [replacement.path];
  const repository = reveal(inputs.repositoryOpts);
  const { repo, caFile, certFile, keyFile } = isProperties(repository) ? repository : {};
  const options: [string, Value | undefined][] = [
    ["--version", inputs.version],
    ["--repo", repo],
    ["--ca-file", caFile],
    ["--cert-file", certFile],
    ["--key-file", keyFile],
  ];
  return [
    text(inputs.chart),
    ...options.flatMap(([option, value]) => (text(value) === "" ? [] : [option, text(value)])),
    ...(reveal(inputs.devel) === true ? ["--devel"] : []),
    ...(reveal(inputs.verify) === true ? ["--verify"] : []),
  ];
}

/**
 * `helm upgrade --install` for a release; its values come from standard input.
 *
 * @param chart the chart and the options that say which one is meant.
 */
export function upgradeArguments(inputs: Properties, chart: string[]): string[] {
  const release = reveal(inputs);
  const description = String(release.description ?? "");
  return [
    "upgrade",
    String(release.name),
    ...chart,
    "--install",
    ...inNamespace(release),
    "--values",
    "-",
    "--history-max",
    String(release.maxHistory ?? 0),
    ...timeout(release),
    ...(release.skipAwait === true ? [] : ["--wait"]),
    ...(release.skipAwait !== true && release.waitForJobs === true ? ["--wait-for-jobs"] : []),
    ...(description === "" ? [] : ["--description", description]),
    ...Object.entries(RELEASE_INPUTS).flatMap(([name, { option }]) =>
      option !== undefined && release[name] === true ? [option] : [],
    ),
  ];
}

/** `helm uninstall` of a release, which waits for its objects unless the release says not to. */
export function uninstallArguments(inputs: Properties): string[] {
  const release = reveal(inputs);
  const waits = release.atomic === true || release.skipAwait !== true;
  return [
    "uninstall",
    String(release.name),
    ...inNamespace(release),
    "--ignore-not-found",
    ...timeout(release),
    ...(waits ? ["--wait"] : []),
  ];
}

/** The values as Helm reads them: JSON is YAML. */
export function valuesDocument(inputs: Properties): string {
  return JSON.stringify(reveal(inputs.values) ?? {});
}

function text(value: Value | undefined): string {
  return String(reveal(value) ?? "").trim();
}

function inNamespace(release: Properties): string[] {
  return ["--namespace", String(release.namespace)];
}

function timeout(release: Properties): string[] {
  const seconds = Number(release.timeout ?? 0);
  return ["--timeout", `${seconds > 0 ? seconds : DEFAULT_TIMEOUT}s`];
}
