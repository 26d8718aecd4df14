import type { V1Pod } from "@kubernetes/client-node";
import { PodReferenceError } from "./references.ts";

const LOOPBACK = "127.0.0.1";

/**
 * The value of a `fieldRef` of the downward API.
 * @throws PodReferenceError
 */
export function fieldValue(pod: V1Pod, path: string): string {
  const { metadata, spec } = pod;
  const key = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (key) return metadata?.[key[1] as "labels" | "annotations"]?.[key[2] ?? ""] ?? "";
  const fields: Record<string, string> = {
    "metadata.name": metadata?.name ?? "",
    "metadata.namespace": metadata?.namespace ?? "",
    "metadata.uid": metadata?.uid ?? "",
    "metadata.labels": keyValueLines(metadata?.labels),
    "metadata.annotations": keyValueLines(metadata?.annotations),
    "spec.nodeName": spec?.nodeName ?? "",
    "spec.serviceAccountName": spec?.serviceAccountName ?? "default",
    "status.hostIP": LOOPBACK,
    "status.hostIPs": LOOPBACK,
    "status.podIP": LOOPBACK,
    "status.podIPs": LOOPBACK,
  };
  const value = fields[path];
  if (value === undefined) throw new PodReferenceError(`unsupported fieldPath: ${path}`);
  return value;
}

/** The form in which the kubelet writes labels and annotations to a downward API file. */
function keyValueLines(values: Record<string, string> = {}): string {
  return Object.entries(values)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");
}

/**
 * Expands `$(NAME)` in a container's `value`, `args` or `subPathExpr`. A name without a value stays as
 * it is written, and `$$(NAME)` stands for the text `$(NAME)`.
 */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, dollar: string, name: string | undefined) => {
    if (dollar === "$") return "$";
    return name !== undefined && Object.hasOwn(variables, name) ? (variables[name] ?? "") : whole;
  });
}
