import { setTimeout as delay } from "node:timers/promises";
import type { KubernetesObject } from "@kubernetes/client-node";
import type { Cluster } from "../cluster.ts";
import { documentOf } from "./document.ts";
import type { ObjectKind } from "./kinds.ts";
import type { ObjectHeader } from "./names.ts";

/** Seconds that an object may take, as in the official plugin when the program sets no timeout. */
const TIMEOUT = 600;
/** Milliseconds between two looks. */
const POLL = 250;

/**
 * Waits until it is known what has become of an object that was made.
 *
 * @returns the object as it is then, and why it failed if it did
 */
export async function untilSettled(
  kind: ObjectKind,
  { objects, signal: cancelled }: Cluster,
  header: ObjectHeader,
  made: KubernetesObject,
): Promise<{ live: KubernetesObject; failure?: string }> {
  if (kind.outcome === undefined) return { live: made };
  const expired = AbortSignal.timeout(TIMEOUT * 1000);
  const signal = AbortSignal.any([cancelled, expired]);
  for (let live = made; ; live = await objects.read(header)) {
    const outcome = kind.outcome(documentOf(live));
    if (outcome !== undefined) return { live, ...outcome };
    if (expired.aborted) return { live, failure: `it has not ended after ${TIMEOUT} s` };
    if (cancelled.aborted) return { live, failure: "cancelled while it was running" };
    await delay(POLL, undefined, { signal }).catch(() => undefined);
  }
}
