import { SandboxError } from "../errors.ts";

/** Ctrl-C, SIGTERM and the end of the process that started this one, as an AbortSignal. */
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

/** @param onSignal told once, at the first signal */
export function watchInterrupts(onSignal: () => void): Interruption {
  const controller = new AbortController();
  const { signal } = controller;
  const second = Promise.withResolvers<void>();
  const handler = () => {
    if (signal.aborted) return second.resolve();
    onSignal();
    controller.abort(new SandboxError("interrupted", "Interrupted.", { exitCode: 130 }));
  };
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
      for (const name of SIGNALS) process.off(name, handler);
    },
  };
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
