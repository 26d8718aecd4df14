import { ApiException, type CoreV1Api } from "@kubernetes/client-node";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** What a stack declares that holds everything else of it in a cluster. */
export interface Declared {
  namespaces: string[];
  releases: { namespace: string; name: string }[];
}

/** What stands in an event for a value that is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Reads a stack's namespaces and Helm releases from what the engine tells of its resources. */
export class DeclaredObjects implements Declared {
  readonly #namespaces = new Set<string>();
  readonly #releases = new Map<string, Declared["releases"][number]>();
  readonly #fallback: string;

  /** @param fallback the namespace of what names none */
  constructor(fallback = "default") {
    this.#fallback = fallback;
  }

  get namespaces(): string[] {
    return [...this.#namespaces];
  }

  get releases(): Declared["releases"] {
    return [...this.#releases.values()];
  }

  see({ resourcePreEvent }: EngineEvent): void {
    const { type, new: state } = resourcePreEvent?.metadata ?? {};
    const inputs = (state?.inputs ?? {}) as Record<string, unknown>;
    if (type === "kubernetes:core/v1:Namespace") {
      const { name } = (inputs.metadata ?? {}) as Record<string, unknown>;
      if (isKnown(name)) this.#namespaces.add(name);
    }
    if (type === "kubernetes:helm.sh/v3:Release") {
      const { name, namespace = this.#fallback } = inputs;
      if (!isKnown(name) || !isKnown(namespace)) return;
      this.#releases.set(`${namespace}/${name}`, { namespace, name });
    }
  }
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
