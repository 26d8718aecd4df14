import type { BuildWork } from "./build.ts";
import type { ToolSpec } from "./catalogue.ts";
import type { Surroundings } from "./locate.ts";
import { formatDuration } from "./progress.ts";

/** What all builds of a run have done together, told as one line now and then. */
export class Builds {
  readonly #around: Surroundings;
  readonly #work: BuildWork = { modulesFetched: 0, packagesCompiled: 0 };
  readonly #started = performance.now();
  #total = 0;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Runs one more build, whose work counts from now on; lines are told while any build runs. */
  async run<T>({ build }: ToolSpec, compile: (work: BuildWork) => Promise<T>): Promise<T> {
    this.#total += build.packages;
    this.#running += 1;
    this.#tell();
    this.#timer ??= setInterval(() => this.#tell(), this.#around.timings.tickMs);
    try {
      return await compile(this.#work);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  #tell(): void {
    const { packagesCompiled: compiled, modulesFetched: fetched } = this.#work;
    const elapsedMs = performance.now() - this.#started;
    const share = Math.min(99, Math.floor((100 * compiled) / this.#total));
    this.#around.onProgress({
      subject: "toolchain",
      phase: "build",
      message:
        `building from source: ${share} % (${compiled} of at most ${this.#total} Go packages` +
        `${fetched > 0 ? `, ${fetched} modules fetched` : ""}), ${formatDuration(elapsedMs)}`,
      elapsedMs,
    });
  }
}
