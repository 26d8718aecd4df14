import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** How a child process ended. */
export interface ChildResult {
  /** Exit status; 128 and more if a signal ended it. */
  status: number;
  /** Its last lines, standard output and error together. */
  tail: string[];
}

/** Milliseconds between asking a process group to end and killing it. */
const GRACE_MS = 3_000;
const TAIL_LINES = 20;

/**
 * A child must not outlive a parent that was killed: the shell ends its whole process group when the
 * pipe on its standard input closes, which the kernel does for a dead parent.
 */
const GUARD =
  'exec 3<&0; "$@" 3<&- </dev/null & job=$!; { read -r _ <&3; kill -TERM 0; } >/dev/null 2>&1 & wait "$job"';

/**
 * Runs a command in a process group of its own to its end.
 *
 * @throws the signal's reason, after the whole group has ended, if the signal fires
 */
export async function runChild(
  command: string,
  args: readonly string[],
  options: {
    cwd: string;
    env: NodeJS.ProcessEnv;
    signal?: AbortSignal | undefined;
    onLine?: (line: string) => void;
  },
): Promise<ChildResult> {
  options.signal?.throwIfAborted();
  const child = spawn("/bin/sh", ["-c", GUARD, "sh", command, ...args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      options.onLine?.(line);
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
    });
  }
  let killer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    signalGroup(child.pid, "SIGTERM");
    killer = setTimeout(() => signalGroup(child.pid, "SIGKILL"), GRACE_MS);
  };
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    const closed = once(child, "close");
    child.once("exit", () => child.stdin.destroy());
    const [status] = await closed;
    options.signal?.throwIfAborted();
    return { status: status ?? 143, tail };
  } finally {
    options.signal?.removeEventListener("abort", stop);
    clearTimeout(killer);
    signalGroup(child.pid, "SIGKILL");
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}
