import { setTimeout as delay } from "node:timers/promises";
import { lock } from "proper-lockfile";

/** How a lock between processes behaves. */
export interface LockTimings {
  /** Milliseconds after which the lock of a killed process counts as abandoned; at least 2000. */
  lockStaleMs: number;
  /** Milliseconds between two attempts to take a lock that another process holds. */
  lockPollMs: number;
}

/** How to wait for a lock, and who is told about it. */
export interface LockOptions extends LockTimings {
  signal: AbortSignal | undefined;
  /** Called at the start of a wait and every `tickMs` of it, with its length so far in milliseconds. */
  onWait: (elapsedMs: number) => void;
  tickMs: number;
}

/**
 * Runs `work` while holding the lock `${file}.lock` against every other process.
 * A process that is killed stops refreshing its lock; the next one takes it over.
 *
 * @throws the signal's reason if it fires while waiting
 */
export async function withLock<T>(
  file: string,
  options: LockOptions,
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

async function acquire(file: string, options: LockOptions): Promise<() => Promise<void>> {
  const { signal, lockPollMs, lockStaleMs, tickMs } = options;
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
      options.onWait(elapsed);
    }
    await delay(lockPollMs, undefined, signal ? { signal } : {}).catch(() => {});
  }
}
