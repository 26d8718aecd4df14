import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { ensureTools } from "./cache.ts";
import type { Surroundings } from "./locate.ts";
import { formatDuration, type Report } from "./progress.ts";

/**
 * Runs `work` while holding the cache's lock of this name against every other process.
 * A process that is killed stops refreshing its lock; the next one takes it over.
 *
 * @param report told at the start of a wait and every `tickMs` of it
 * @throws the signal's reason if it fires while waiting
 */
export async function withLock<T>(
  name: string,
  around: Surroundings,
  report: Report,
  work: () => Promise<T>,
): Promise<T> {
  const release = await acquire(join(await ensureTools(around.cache), name), around, report);
  try {
    return await work();
  } finally {
    // Fails only if the lock was lost meanwhile, and then it is another process's to release.
    await release().catch(() => {});
  }
}

async function acquire(
  file: string,
  { signal, timings: { lockPollMs, lockStaleMs, tickMs } }: Surroundings,
  report: Report,
): Promise<() => Promise<void>> {
  const started = performance.now();
  for (let told = Number.NEGATIVE_INFINITY; ; ) {
    signal?.throwIfAborted();
    try {
      return await lock(file, {
        realpath: false,
        stale: lockStaleMs,
        // Two processes at work by mistake do no harm: entries are renamed into place as a whole.
        onCompromised: () => {},
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    const elapsed = performance.now() - started;
    if (elapsed - told >= tickMs) {
      told = elapsed;
      const waited = formatDuration(elapsed);
      report("wait", `another run is preparing it; waiting for that, ${waited}`);
    }
    await delay(lockPollMs, undefined, signal ? { signal } : {}).catch(() => {});
  }
}
