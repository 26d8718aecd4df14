import { SandboxError } from "../errors.ts";

/** Ctrl-C, SIGTERM, the end of the process that started this one and of the time given, as an AbortSignal. */
export interface Interruption {
  signal: AbortSignal;
  /** Settles as `work` does, or rejects with `interrupted` as soon as the signal is given. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Settles with `work`, or at the second signal of a user who will not wait. */
  untilSecond(work: Promise<unknown>): Promise<void>;
  dispose(): void;
}

/** Milliseconds between two looks at the parent process. */
const PARENT_PAUSE = 500;

/** Exit status of a run whose time was over, as of timeout(1). */
const TIMED_OUT = 124;

/**
 * @param onSignal told once, at the first signal or when the time is over: why the run ends
 * @param timeout milliseconds for the whole run. Default: as long as it takes
 */
export function watchInterrupts(
  onSignal: (reason: SandboxError) => void,
  timeout?: number,
): Interruption {
  const controller = new AbortController();
  const { signal } = controller;
  const second = Promise.withResolvers<void>();
  const end = (reason: SandboxError) => {
    if (signal.aborted) return;
    onSignal(reason);
    controller.abort(reason);
  };
  const handler = () => {
    if (signal.aborted) return second.resolve();
    end(new SandboxError("interrupted", "Interrupted.", { exitCode: 130 }));
  };
  const over = new SandboxError("timed-out", `Timed out after ${(timeout ?? 0) / 1000} seconds.`, {
    exitCode: TIMED_OUT,
  });
  const timer = timeout === undefined ? undefined : setTimeout(() => end(over), timeout).unref();
  for (const name of SIGNALS) process.on(name, handler);
  // npm that is killed does not tell what it runs: the child then has another parent.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent && !signal.aborted) handler();
  }, PARENT_PAUSE).unref();
  return {
    signal,
    race: (work) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        work.then(resolve, reject);
      }),
    untilSecond: async (work) => {
      await Promise.race([work, second.promise]);
    },
    dispose: () => {
      clearInterval(watch);
      clearTimeout(timer);
      for (const name of SIGNALS) process.off(name, handler);
    },
  };
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
