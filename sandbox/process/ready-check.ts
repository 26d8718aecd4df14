import { setTimeout as delay } from "node:timers/promises";

/** How a process shows that it is ready: an answer that is asked for, or a line that it prints. */
export type ReadyCheck =
  | { probe: (signal: AbortSignal) => Promise<boolean> }
  | { line: (line: string) => boolean };

const POLL_MS = 50;
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Resolves when a process is ready, and never if `signal` is aborted before.
 * @param watch calls its argument with each line that the process prints from now on
 */
export async function untilReady(
  check: ReadyCheck,
  watch: (watcher: (line: string) => void) => void,
  signal: AbortSignal,
): Promise<void> {
  if ("line" in check) {
    const seen = Promise.withResolvers<void>();
    watch((line) => {
      if (!signal.aborted && check.line(line)) seen.resolve();
    });
    return await seen.promise;
  }
  while (!signal.aborted) {
    const attempt = AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]);
    if (await check.probe(attempt).catch(() => false)) return;
    await delay(POLL_MS, undefined, { signal }).catch(() => {});
  }
  await new Promise<never>(() => {});
}
