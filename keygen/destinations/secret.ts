import { ApiException, CoreV1Api, KubeConfig, type V1Secret } from "@kubernetes/client-node";
import { byKey } from "../../access/credentials/keys.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { SecretName } from "../../command/secret-name.ts";

/** A private key, and the id of its public half. */
export interface KeyWithId {
  pem: string;
  kid: string;
}

/**
 * Puts a private key and its kid into a Secret of the current cluster, by the keys of the contract. A Secret that
 * is there keeps its other keys; one that has a private key is refused.
 *
 * @throws Neo4jOktaError `keygen-secret`
 */
export async function putIntoSecret(
  { namespace, name }: SecretName,
  { pem, kid }: KeyWithId,
): Promise<void> {
  const place = `--secret ${namespace}/${name}`;
  const api = cluster(place);
  const stringData = byKey({ privateKey: pem, privateKeyId: kid });
  const metadata = { name, namespace, labels: { "app.kubernetes.io/managed-by": "neo4j-okta" } };
  try {
    const there = await existing(api, { namespace, name });
    if (there === undefined) {
      await api.createNamespacedSecret({ namespace, body: { metadata, stringData } });
      return;
    }
    const taken = Object.keys(stringData).find((key) => there.data?.[key] !== undefined);
    if (taken !== undefined) {
      throw new Neo4jOktaError(
        "keygen-secret",
        `${place} has ${taken} already, and it may be in use. Fix: give another Secret, and switch the service to it.`,
      );
    }
    // With its resourceVersion: a Secret that has changed meanwhile is not overwritten.
    await api.replaceNamespacedSecret({ namespace, name, body: { ...there, stringData } });
  } catch (error) {
    throw error instanceof Neo4jOktaError ? error : refused(place, reason(error));
  }
}

function cluster(place: string): CoreV1Api {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
    return config.makeApiClient(CoreV1Api);
  } catch (error) {
    throw refused(place, `no cluster: ${(error as Error).message}`);
  }
}

async function existing(api: CoreV1Api, name: SecretName): Promise<V1Secret | undefined> {
  try {
    return await api.readNamespacedSecret(name);
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

/** Never what the server says of the request: that could repeat it. */
function reason(error: unknown): string {
  if (error instanceof ApiException) return `the cluster answered ${error.code}`;
  const { code, message } = error as NodeJS.ErrnoException;
  return `the cluster cannot be reached: ${code ?? message}`;
}

function refused(place: string, what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "keygen-secret",
    `${place}: ${what}. Nothing else was written. Fix: choose a cluster and a namespace where you may read and write Secrets (KUBECONFIG).`,
  );
}
