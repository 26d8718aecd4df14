import { ApiException, type CoreV1Api } from "@kubernetes/client-node";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** What a stack declares that holds everything else of it in a cluster. */
export interface Declared {
  namespaces: string[];
  releases: { namespace: string; name: string }[];
}

/** What stands in an event for a value that is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Notes the namespace or the release that the engine tells of, as it is in the program.
 *
 * @param fallback the namespace of a release that names none
 */
export function noteDeclared(
  declared: Declared,
  { resourcePreEvent }: EngineEvent,
  fallback: string,
): void {
  const { type, new: state } = resourcePreEvent?.metadata ?? {};
  const { metadata, name, namespace = fallback, createNamespace } = state?.inputs ?? {};
  const { namespaces, releases } = declared;
  const note = (found: unknown) => {
    if (isKnown(found) && !namespaces.includes(found)) namespaces.push(found);
  };
  if (type === "kubernetes:core/v1:Namespace") note(metadata?.name);
  if (type !== "kubernetes:helm.sh/v3:Release" || !isKnown(name) || !isKnown(namespace)) return;
  if (createNamespace === true) note(namespace);
  const isNoted = releases.some((one) => one.name === name && one.namespace === namespace);
  if (!isNoted) releases.push({ namespace, name });
}

function isKnown(value: unknown): value is string {
  return typeof value === "string" && value !== UNKNOWN;
}

/** In words, e.g. `namespace graph`, `Helm release graph/neo4j`. */
export function describeDeclared({ namespaces, releases }: Declared): string[] {
  return [
    ...namespaces.map((name) => `namespace ${name}`),
    ...releases.map(({ namespace, name }) => `Helm release ${namespace}/${name}`),
  ];
}

/** Those of them that are in the cluster. */
export async function presentObjects(api: CoreV1Api, declared: Declared): Promise<string[]> {
  const namespaces = await Promise.all(
    declared.namespaces.map(async (name) => ((await hasNamespace(api, name)) ? [name] : [])),
  );
  const releases = await Promise.all(
    declared.releases.map(async (release) => {
      const { namespace, name } = release;
      const labelSelector = `owner=helm,name=${name}`;
      const { items } = await api.listNamespacedSecret({ namespace, labelSelector });
      return items.length > 0 ? [release] : [];
    }),
  );
  return describeDeclared({ namespaces: namespaces.flat(), releases: releases.flat() });
}

async function hasNamespace(api: CoreV1Api, name: string): Promise<boolean> {
  try {
    await api.readNamespace({ name });
    return true;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return false;
    throw error;
  }
}
