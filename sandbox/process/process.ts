import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { type Guard, guardProcessGroup } from "./guard.ts";
import { describeExit, type Exit, ProcessError } from "./process-error.ts";
import { type ReadyCheck, untilReady } from "./ready-check.ts";

/** A program, how it is run, and how it shows that it is ready. */
export interface ProcessOptions {
  /** What error messages call the process, e.g. `kube-apiserver`. */
  name: string;
  /** Path of the executable, or a name on PATH. */
  command: string;
  args?: readonly string[];
  /** The whole environment. Default: this process's own. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Default: ready as soon as the operating system has started it. */
  ready?: ReadyCheck;
  /** Milliseconds until `start` gives up. Default 60,000. */
  readyTimeoutMs?: number;
  /** Milliseconds between SIGTERM and SIGKILL; 0 sends SIGKILL at once. Default 5,000. */
  stopGraceMs?: number;
  /** Called with each line of standard output and standard error. */
  onLine?: (line: string) => void;
}

const TAIL_LINES = 25;
const LINE_LENGTH = 2_000;
const DRAIN_MS = 500;

/**
 * A child process that we own: it leads a process group of its own, and that whole group ends with
 * `stop`, with its leader, or with this process. The last holds however this process ends, SIGKILL
 * included, through a guard (`guard.ts`); a descendant that moves to another process group is out
 * of reach.
 */
export class OwnedProcess {
  readonly #options: ProcessOptions;
  readonly #tail: string[] = [];
  #watcher: ((line: string) => void) | undefined;
  readonly #exited = Promise.withResolvers<Exit>();
  #child: ChildProcessByStdio<null, Readable, Readable> | undefined;
  #guard: Guard | undefined;
  #stopping: Promise<void> | undefined;
  #running = false;

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  /** Resolves when the process has ended, and never before it was started. */
  get exited(): Promise<Exit> {
    return this.#exited.promise;
  }

  /** The last lines of standard output and standard error. */
  get logTail(): string {
    return this.#tail.join("\n");
  }

  /**
   * Starts the process and waits until it is ready, has ended, or the time is up, whichever comes
   * first. Whenever this rejects, nothing of the process is left.
   * @throws ProcessError
   */
  async start(): Promise<void> {
    if (this.#child) throw new Error(`${this.#options.name} was started before.`);
    await this.#spawn().catch((error: Error) => {
      const what = `could not be started from '${this.#options.command}': ${error.message}.`;
      throw this.#error("process-not-started", what);
    });
    const { readyTimeoutMs = 60_000 } = this.#options;
    const over = new AbortController();
    const first = Promise.race([this.#ready(over.signal), this.exited]);
    const outcome = await within(readyTimeoutMs, first);
    over.abort();
    this.#watcher = undefined;
    if (outcome === "ready") return;
    if (outcome === undefined) {
      const error = this.#error("process-not-ready", `was not ready after ${readyTimeoutMs} ms.`);
      await this.stop();
      throw error;
    }
    if (this.#stopping) throw this.#error("process-stopped", "was stopped before it was ready.");
    throw this.#error("process-exited", `ended before it was ready (${describeExit(outcome)}).`);
  }

  /** Ends the whole process group: SIGTERM, then SIGKILL after the grace period. */
  stop(graceMs = this.#options.stopGraceMs ?? 5_000): Promise<void> {
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  async #stop(graceMs: number): Promise<void> {
    if (!this.#running) return;
    if (graceMs > 0) {
      this.#signal("SIGTERM");
      await within(graceMs, this.exited);
    }
    this.#signal("SIGKILL");
    await this.exited;
  }

  async #spawn(): Promise<void> {
    const { command, args = [], env, cwd } = this.#options;
    const child = spawn(command, [...args], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      ...(env ? { env } : {}),
      ...(cwd ? { cwd } : {}),
    });
    this.#child = child;
    const spawned = Promise.withResolvers<void>();
    child.once("spawn", spawned.resolve);
    child.once("error", spawned.reject);
    if (child.pid !== undefined) {
      this.#running = true;
      this.#guard = guardProcessGroup(child.pid);
      child.once("exit", (code, signal) => void this.#ended(child, { code, signal }));
      for (const output of [child.stdout, child.stderr]) {
        createInterface({ input: output }).on("line", (line) => this.#line(line));
      }
    }
    await spawned.promise;
  }

  /** Sweeps what the leader left in its group, then waits for its last lines. */
  async #ended(child: ChildProcessByStdio<null, Readable, Readable>, exit: Exit): Promise<void> {
    const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
    this.#signal("SIGKILL");
    this.#guard?.release();
    await within(DRAIN_MS, closed);
    this.#running = false;
    this.#exited.resolve(exit);
  }

  #line(text: string): void {
    const line = text.length > LINE_LENGTH ? `${text.slice(0, LINE_LENGTH)}...` : text;
    this.#tail.push(line);
    if (this.#tail.length > TAIL_LINES) this.#tail.shift();
    this.#watcher?.(text);
    this.#options.onLine?.(text);
  }

  async #ready(signal: AbortSignal): Promise<"ready"> {
    const watch = (watcher: (line: string) => void) => {
      this.#watcher = watcher;
    };
    if (this.#options.ready) await untilReady(this.#options.ready, watch, signal);
    return "ready";
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child?.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  #error(code: ConstructorParameters<typeof ProcessError>[0], what: string): ProcessError {
    return new ProcessError(code, `${this.#options.name} ${what}`, this.logTail);
  }
}

/** What `work` resolves to, or undefined if that takes longer than `ms` milliseconds. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const timer = delay(ms, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, timer]);
  } finally {
    over.abort();
  }
}
