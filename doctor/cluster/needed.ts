import type { Preview } from "../../access/difference/step.ts";
import type { Resource } from "../../access/effective/resource.ts";
import { valueAt } from "../../access/tree.ts";

/** Something that a deployment does in a cluster. */
export interface ClusterVerb {
  verb: string;
  /** API group; empty for the core one. */
  group: string;
  /** In the plural, as the API has it. */
  resource: string;
  /** Undefined for what is in no namespace. */
  namespace: string | undefined;
}

/** Pulumi makes, reads, changes and deletes what it declares. */
const DECLARED = ["create", "get", "patch", "delete"];

/** What Helm does with what the Neo4j chart renders, and with its own record of the release. */
const RELEASE: Readonly<Record<string, readonly string[]>> = {
  "/secrets": ["create", "get", "list", "update", "patch", "delete"],
  "/configmaps": ["create", "get", "list", "patch", "delete"],
  "/services": ["create", "get", "list", "patch", "delete"],
  "apps/statefulsets": ["create", "get", "list", "patch", "delete"],
  "/pods": ["get", "list"],
};

const TYPE = /^kubernetes:(?:(core)|([a-z0-9.]+))\/[a-z0-9]+:([A-Z][A-Za-z]+)$/;

/** Every verb that the deployment of a stack needs in the cluster, once each. */
export function clusterVerbs({ after }: Pick<Preview, "after">): ClusterVerb[] {
  const all = after.flatMap((resource) =>
    resource.type === "kubernetes:helm.sh/v3:Release" ? ofRelease(resource) : ofObject(resource),
  );
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function ofRelease(release: Resource): ClusterVerb[] {
  const namespace = textAt(release, ["namespace"]);
  return Object.entries(RELEASE).flatMap(([name, verbs]) => {
    const [group = "", resource = ""] = name.split("/");
    return verbs.map((verb) => ({ verb, group, resource, namespace }));
  });
}

function ofObject(object: Resource): ClusterVerb[] {
  const [, core, group = "", kind] = TYPE.exec(object.type) ?? [];
  if (kind === undefined || object.external) return [];
  const namespace = kind === "Namespace" ? undefined : textAt(object, ["metadata", "namespace"]);
  return DECLARED.map((verb) => ({
    verb,
    group: core === undefined ? group : "",
    resource: `${kind.toLowerCase()}s`,
    namespace,
  }));
}

function textAt({ properties }: Resource, path: readonly string[]): string | undefined {
  const value = valueAt(properties, path);
  return typeof value === "string" ? value : undefined;
}
