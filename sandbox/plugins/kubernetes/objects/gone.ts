import { type KubernetesObject, Watch } from "@kubernetes/client-node";
import type { Cluster } from "../cluster.ts";
import { isMissing } from "./errors.ts";
import type { ObjectHeader } from "./names.ts";

/** Seconds that a delete may take when the program sets no timeout, as in the official plugin. */
const DEFAULT_TIMEOUT = 600;

/**
 * Deletes an object in the foreground and waits until the API server no longer has it.
 *
 * @param timeout seconds; 0: the default of ten minutes.
 * @throws when it takes longer, naming what the cluster still waits for.
 */
export async function untilGone(
  cluster: Cluster,
  object: ObjectHeader,
  timeout: number,
): Promise<void> {
  const seconds = timeout > 0 ? timeout : DEFAULT_TIMEOUT;
  const expired = AbortSignal.timeout(seconds * 1000);
  const signal = AbortSignal.any([cluster.signal, expired]);
  await cluster.objects
    .delete(object, undefined, undefined, undefined, undefined, "Foreground")
    .catch(isMissing);
  for (;;) {
    const live = await cluster.objects.read(object).catch(isMissing);
    if (live === undefined) return;
    if (expired.aborted) throw new Error(`it is still there after ${seconds} s${waitingFor(live)}`);
    if (cluster.signal.aborted) throw new Error("cancelled while it was being deleted");
    await nextChange(cluster, object, live, signal);
  }
}

/** Returns when the object has changed, the watch has ended, or the signal says stop. */
async function nextChange(
  cluster: Cluster,
  object: ObjectHeader,
  live: KubernetesObject,
  signal: AbortSignal,
): Promise<void> {
  const { name, namespace } = object.metadata;
  const collection = `${object.kind.toLowerCase()}s`;
  const path =
    namespace === undefined
      ? `/api/v1/${collection}`
      : `/api/v1/namespaces/${namespace}/${collection}`;
  const query = {
    fieldSelector: `metadata.name=${name}`,
    resourceVersion: live.metadata?.resourceVersion,
  };
  const changed = Promise.withResolvers<void>();
  const watching = await new Watch(cluster.configuration.kubeconfig).watch(
    path,
    query,
    () => changed.resolve(),
    () => changed.resolve(),
  );
  const stop = (): void => changed.resolve();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  await changed.promise;
  signal.removeEventListener("abort", stop);
  watching.abort();
}

function waitingFor(live: KubernetesObject): string {
  const { status } = live as { status?: { conditions?: { status: string; message?: string }[] } };
  const messages = (status?.conditions ?? [])
    .filter((condition) => condition.status === "True" && condition.message !== undefined)
    .map((condition) => condition.message);
  const finalizers = live.metadata?.finalizers ?? [];
  const reasons = [...messages, ...finalizers.map((finalizer) => `finalizer ${finalizer}`)];
  return reasons.length === 0 ? "" : `: ${reasons.join("; ")}`;
}
