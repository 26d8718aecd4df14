import type { KubernetesObject } from "@kubernetes/client-node";
import type { Properties } from "../../protocol/values.ts";

/** The object as the API server wrote it: times are text without fractions of a second. */
export function documentOf(live: KubernetesObject): Properties {
  const text = JSON.stringify(live, function (this: Record<string, unknown>, key, value: unknown) {
    const original = this[key];
    return original instanceof Date ? original.toISOString().replace(/\.000Z$/, "Z") : value;
  });
  return JSON.parse(text) as Properties;
}
