import { parseAllDocuments } from "yaml";
import { isProperties, type Properties } from "../../protocol/values.ts";
import { type Helm, HelmError, type RunOptions } from "./helm.ts";

/** What Helm knows of a release. */
export interface ReleaseRecord {
  name: string;
  namespace: string;
  revision: number;
  /** `deployed`, `failed`, `pending-install`, ... */
  status: string;
  chart: string;
  version: string;
  appVersion: string;
  /** The values that were given, without the chart's own. */
  values: Properties;
  /** Names of its objects as `namespace/name`, by `Kind/version` or `Kind.group/group/version`. */
  resourceNames: Record<string, string[]>;
}

/** Helm's record of a release; undefined when there is none. */
export async function readRecord(
  helm: Helm,
  name: string,
  namespace: string,
  options?: RunOptions,
): Promise<ReleaseRecord | undefined> {
  const of = [name, "--namespace", namespace, "--output", "json"];
  try {
    const [status, metadata] = await Promise.all([
      helm.run(["status", ...of], options).then(parse),
      helm.run(["get", "metadata", ...of], options).then(parse),
    ]);
    const text = (key: string): string => String(metadata[key] ?? "");
    const config = status.config;
    return {
      name,
      namespace,
      revision: Number(status.version ?? 0),
      status: text("status"),
      chart: text("chart"),
      version: text("version"),
      appVersion: text("appVersion"),
      values: isProperties(config) ? config : {},
      resourceNames: resourceNames(String(status.manifest ?? "")),
    };
  } catch (error) {
    if (error instanceof HelmError && error.message.includes("not found")) return undefined;
    throw error;
  }
}

function parse(text: string): Properties {
  return JSON.parse(text) as Properties;
}

/** Names of the objects in a manifest, sorted, by their kind. */
export function resourceNames(manifest: string): Record<string, string[]> {
  const names = new Map<string, Set<string>>();
  for (const document of parseAllDocuments(manifest)) {
    collect(names, document.toJS() as unknown);
  }
  const entries = [...names].map(([kind, set]): [string, string[]] => [kind, [...set].sort()]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Manifest {
  apiVersion?: string;
  kind?: string;
  metadata?: { name?: string; namespace?: string };
  items?: unknown[];
}

function collect(names: Map<string, Set<string>>, object: unknown): void {
  if (typeof object !== "object" || object === null) return;
  const { apiVersion = "", kind = "", metadata, items } = object as Manifest;
  if (Array.isArray(items) && kind.endsWith("List")) {
    for (const item of items) collect(names, item);
    return;
  }
  if (metadata?.name === undefined) return;
  const group = apiVersion.includes("/") ? `.${apiVersion.split("/", 1)[0]}` : "";
  const key = `${kind}${group}/${apiVersion}`;
  const name =
    metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  names.set(key, (names.get(key) ?? new Set()).add(name));
}
