import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Outcome } from "./load.ts";
import type { Turn } from "./load-process.ts";

/**
 * Load from another process, so that the processor time of this one is that of the server under test
 * alone.
 */
export class RemoteLoad {
  readonly #post: Turn["post"];
  readonly #child: ChildProcess = fork(join(import.meta.dirname, "load-process.ts"));

  constructor(post: Turn["post"]) {
    this.#post = post;
  }

  /** @throws when a request is not answered with 200, which ends the process */
  async turn(concurrency: number, milliseconds: number): Promise<Outcome> {
    const before = process.cpuUsage();
    this.#child.send({ post: this.#post, concurrency, milliseconds } satisfies Turn);
    const answered = await Promise.race([
      once(this.#child, "message"),
      once(this.#child, "exit").then(() => undefined),
    ]);
    if (answered === undefined) throw new Error("the process that makes the load ended");
    const { perSecond, latencies } = answered[0] as Omit<Outcome, "cpu">;
    const { user, system } = process.cpuUsage(before);
    return { perSecond, latencies, cpu: (user + system) / 1000 / latencies.length };
  }

  close(): void {
    this.#child.kill();
  }
}
