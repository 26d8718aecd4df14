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

/** Linux starts no process with a longer variable (MAX_ARG_STRLEN). */
const LONGEST_TEXT = 128 * 1024;

/**
 * Expands `$(NAME)` in a container's `value`, `args` or `subPathExpr`. A name without a value stays as
 * it is written, and `$$(NAME)` stands for the text `$(NAME)`.
 * @throws PodReferenceError if the text grows longer than a process could be given: variables of
 *   variables can double it again and again
 */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  let length = text.length;
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, dollar: string, name: string | undefined) => {
    if (dollar === "$") return "$";
    if (name === undefined || !Object.hasOwn(variables, name)) return whole;
    const value = variables[name] ?? "";
    length += value.length;
    if (length > LONGEST_TEXT) {
      const start = text.slice(0, 40);
      throw new PodReferenceError(`'${start}' grows beyond ${LONGEST_TEXT} characters`);
    }
    return value;
  });
}
