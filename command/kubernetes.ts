import { ApiException, CoreV1Api, KubeConfig, type V1Secret } from "@kubernetes/client-node";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import type { SecretName } from "./secret-name.ts";

/** A Secret as it was read. */
export interface ReadSecret {
  /** Its values as text. */
  values: Readonly<Record<string, string>>;
  /** @returns false: it has changed since, and nothing was written */
  write(values: Readonly<Record<string, string>>): Promise<boolean>;
}

/** A reader of one Secret of the current cluster; errors name `place` and have `code`. */
export function secretAt(
  { namespace, name }: SecretName,
  place: string,
  code: ErrorCode,
): () => Promise<ReadSecret> {
  const { api, refused } = clusterAt(place, code, "read and write Secrets");
  return async () => {
    const there = await api.readNamespacedSecret({ namespace, name }).catch((error: unknown) => {
      if (hasStatus(error, 404)) return undefined;
      throw refused(error);
    });
    const values = Object.fromEntries(
      Object.entries(there?.data ?? {}).map(([key, value]) => [key, textOf(value)]),
    );
    const write = async (stringData: Readonly<Record<string, string>>) => {
      try {
        await put(api, { namespace, name }, there, { ...stringData });
        return true;
      } catch (error) {
        if (hasStatus(error, 409)) return false;
        throw refused(error);
      }
    };
    return { values, write };
  };
}

/** With its resourceVersion, so that a Secret that has changed meanwhile is not overwritten. */
async function put(
  api: CoreV1Api,
  { namespace, name }: SecretName,
  there: V1Secret | undefined,
  stringData: Record<string, string>,
): Promise<void> {
  if (there !== undefined) {
    await api.replaceNamespacedSecret({ namespace, name, body: { ...there, stringData } });
    return;
  }
  const metadata = { name, namespace, labels: { "app.kubernetes.io/managed-by": "neo4j-okta" } };
  await api.createNamespacedSecret({ namespace, body: { metadata, stringData } });
}

/**
 * The current cluster, and what it refuses.
 *
 * @param rights what has to be allowed, for messages
 */
export function clusterAt(
  place: string,
  code: ErrorCode,
  rights: string,
): { api: CoreV1Api; refused(error: unknown): Error } {
  const refuse = (what: string) =>
    new Neo4jOktaError(
      code,
      `${place}: ${what}. Fix: choose a cluster and a namespace where you may ${rights} (KUBECONFIG).`,
    );
  const config = kubeconfig();
  if (config?.getCurrentCluster() == null) throw refuse("no kubeconfig names a cluster");
  return { api: config.makeApiClient(CoreV1Api), refused: (error) => refuse(reason(error)) };
}

/** Undefined for one that cannot be read: the parser's own words repeat lines of the file, tokens among them. */
export function kubeconfig(): KubeConfig | undefined {
  try {
    const config = new KubeConfig();
    config.loadFromDefault();
    return config;
  } catch {
    return undefined;
  }
}

function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiException && error.code === status;
}

/** Never what the server says of the request: that could repeat it. */
function reason(error: unknown): string {
  if (error instanceof ApiException) return `the cluster answered ${error.code}`;
  const { code, message } = error as NodeJS.ErrnoException;
  return `the cluster cannot be reached: ${code ?? message}`;
}

function textOf(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
