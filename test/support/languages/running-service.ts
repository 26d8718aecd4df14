import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** How a service is started. */
export interface Command {
  program: string;
  words: readonly string[];
  cwd: string;
}

interface Line {
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
}

/** A service of an example in a process of its own, and all that it writes. */
export class RunningService {
  readonly lines: Line[] = [];
  readonly #process: ChildProcess;

  /** @param credentials the folder with its credentials */
  constructor({ program, words, cwd }: Command, credentials: string) {
    const { PATH } = process.env;
    this.#process = spawn(program, words, {
      cwd,
      env: { PATH, CREDENTIALS_DIRECTORY: credentials, QUERY_INTERVAL: "0.2" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on("line", (text) => this.lines.push({ at: Date.now(), text }));
    }
  }

  /** What it wrote that has these words, between two times. */
  said(words: RegExp, from = 0, to = Number.POSITIVE_INFINITY): string[] {
    return this.lines
      .filter(({ at, text }) => at >= from && at < to && words.test(text))
      .map(({ text }) => text);
  }

  /** Asks it to end. @returns its exit status, undefined if it had to be killed */
  async stop(): Promise<number | undefined> {
    const child = this.#process;
    if (child.exitCode !== null) return child.exitCode;
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.kill("SIGTERM");
    await once(child, "close");
    clearTimeout(late);
    return child.exitCode ?? undefined;
  }
}
