import { SandboxError } from "../errors.ts";

/** Ctrl-C and SIGTERM as an AbortSignal. */
export interface Interruption {
  signal: AbortSignal;
  /** Settles as `work` does, or rejects with `interrupted` as soon as the signal is given. */
  race<T>(work: Promise<T>): Promise<T>;
  dispose(): void;
}

/** @param onSignal told once, at the first signal; a second one is left to the caller's clean-up. */
export function watchInterrupts(onSignal: () => void): Interruption {
  const controller = new AbortController();
  const { signal } = controller;
  const handler = () => {
    if (signal.aborted) return;
    onSignal();
    controller.abort(new SandboxError("interrupted", "Interrupted.", { exitCode: 130 }));
  };
  for (const name of SIGNALS) process.on(name, handler);
  return {
    signal,
    race: (work) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        work.then(resolve, reject);
      }),
    dispose: () => {
      for (const name of SIGNALS) process.off(name, handler);
    },
  };
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
