import { setTimeout as delay } from "node:timers/promises";
import type { KubernetesObject } from "@kubernetes/client-node";
import type { Cluster } from "../cluster.ts";
import { isMissing } from "./errors.ts";
import type { ObjectHeader } from "./names.ts";

/** Seconds that a delete may take when the program sets no timeout, as in the official plugin. */
const DEFAULT_TIMEOUT = 600;
/** Milliseconds between two looks at an object that is being deleted. */
const POLL = 250;

/**
 * Deletes an object in the foreground and waits until the API server no longer has it.
 *
 * @param timeout seconds; 0: the default of ten minutes.
 * @throws when it takes longer, naming what the cluster still waits for.
 */
export async function untilGone(
  { objects, signal: cancelled }: Cluster,
  object: ObjectHeader,
  timeout: number,
): Promise<void> {
  const seconds = timeout > 0 ? timeout : DEFAULT_TIMEOUT;
  const expired = AbortSignal.timeout(seconds * 1000);
  const signal = AbortSignal.any([cancelled, expired]);
  await objects
    .delete(object, undefined, undefined, undefined, undefined, "Foreground")
    .catch(isMissing);
  for (;;) {
    const live = await objects.read(object).catch(isMissing);
    if (live === undefined) return;
    if (expired.aborted) throw new Error(`it is still there after ${seconds} s${waitingFor(live)}`);
    if (cancelled.aborted) throw new Error("cancelled while it was being deleted");
    await delay(POLL, undefined, { signal }).catch(() => undefined);
  }
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
