import type { Finding, Path } from "../../access/finding.ts";
import { isMap } from "../../access/tree.ts";
import type { Values } from "./values/values.ts";

/** The most that Kubernetes takes in one ConfigMap, in bytes. */
const CONFIG_MAP_LIMIT = 1024 * 1024;

/** Values that the chart puts into a ConfigMap each. */
const CONFIG_MAP_VALUES = ["env", "apoc_config", "logging"];

/** Objections to Helm values that would not fit into their ConfigMap. */
export function valueSizeFindings(values: Values): Finding[] {
  return CONFIG_MAP_VALUES.flatMap((key) => {
    const part = values[key];
    return isMap(part) ? sizeFindings([key], part) : [];
  });
}

/** Objections to what would not fit into one ConfigMap: the API server would refuse it in `up`. */
export function sizeFindings(at: Path, data: Readonly<Record<string, unknown>>): Finding[] {
  const texts = Object.entries(data).flatMap(([key, value]) => [key, String(value)]);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= CONFIG_MAP_LIMIT) return [];
  return [
    {
      code: "too-large",
      at,
      message: `holds ${bytes} bytes, more than Kubernetes takes in one ConfigMap`,
      allowed: `up to ${CONFIG_MAP_LIMIT} bytes`,
      fix: "make it shorter; files belong into a volume",
    },
  ];
}
