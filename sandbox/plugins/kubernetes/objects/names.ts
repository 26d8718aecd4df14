import type { KubernetesObject } from "@kubernetes/client-node";
import { type CheckRequest, type DiffRequest, seededName } from "../../protocol/provider.ts";
import { isProperties, type Properties, reveal } from "../../protocol/values.ts";
import type { ObjectKind } from "./kinds.ts";

/** A name made from the resource's; it stays the same until the resource is replaced. */
export function autoName(request: CheckRequest, metadata: Properties): string {
  const annotations = isProperties(metadata.annotations) ? metadata.annotations : {};
  metadata.annotations = { ...annotations, "pulumi.com/autonamed": "true" };
  const old = request.oldInputs.metadata;
  if (isProperties(old) && typeof old.name === "string") return old.name;
  return seededName(request, 8);
}

/** Two objects of one name cannot stand beside each other, unless the name is a generated one. */
export function sameName({ oldInputs, inputs }: DiffRequest): boolean {
  const at = (properties: Properties, key: string): unknown => {
    const metadata = reveal(properties.metadata);
    return isProperties(metadata) ? metadata[key] : undefined;
  };
  return ["name", "namespace"].every((key) => at(oldInputs, key) === at(inputs, key));
}

/** The resource's id: `namespace/name`, or the name of an object without namespace. */
export function idOf(live: KubernetesObject): string {
  const { name = "", namespace } = live.metadata ?? {};
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** What the API server needs to know which object is meant. */
export interface ObjectHeader {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** The header for a resource's id. */
export function headerOf(kind: ObjectKind, id: string, defaultNamespace: string): ObjectHeader {
  const { apiVersion } = kind;
  const [first = "", second] = id.split("/");
  const metadata = kind.namespaced
    ? { name: second ?? first, namespace: second === undefined ? defaultNamespace : first }
    : { name: first };
  return { apiVersion, kind: kind.kind, metadata };
}
