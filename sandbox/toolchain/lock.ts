import { setTimeout as delay } from "node:timers/promises";
import { lock } from "proper-lockfile";

/** How a lock between processes behaves. */
export interface LockTimings {
  /** Milliseconds after which the lock of a killed process counts as abandoned; at least 2000. */
  lockStaleMs: number;
  /** Milliseconds between two attempts to take a lock that another process holds. */
  lockPollMs: number;
}

/**
 * Runs `work` while holding the lock `${file}.lock` against every other process.
 * A process that is killed stops refreshing its lock; the next one takes it over.
 *
 * @param onWait called once, when another process holds the lock
 * @throws the signal's reason if it fires while waiting
 */
export async function withLock<T>(
  file: string,
  options: LockTimings & { signal: AbortSignal | undefined; onWait: () => void },
  work: () => Promise<T>,
): Promise<T> {
  const release = await acquire(file, options);
  try {
    return await work();
  } finally {
    // Fails only if the lock was lost meanwhile, and then it is another process's to release.
    await release().catch(() => {});
  }
}

async function acquire(
  file: string,
  options: LockTimings & { signal: AbortSignal | undefined; onWait: () => void },
): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt += 1) {
    options.signal?.throwIfAborted();
    try {
      return await lock(file, {
        realpath: false,
        stale: options.lockStaleMs,
        // Two processes at work by mistake do no harm: entries are renamed into place as a whole.
        onCompromised: () => {},
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
      if (attempt === 0) options.onWait();
      await delay(options.lockPollMs, undefined, {
        ...(options.signal && { signal: options.signal }),
      }).catch(() => options.signal?.throwIfAborted());
    }
  }
}
