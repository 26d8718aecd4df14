import type { BuildWatcher } from "./build.ts";
import type { ToolSpec } from "./catalogue.ts";
import type { Surroundings } from "./locate.ts";
import { formatDuration } from "./progress.ts";

/**
 * Packages that a build compiles before the next one begins: most of what the programs share is among them, the
 * standard library first. Builds that begin together compile it twice.
 */
const HEAD_START = 600;

/** What all builds of a run have done together, told as one line now and then. */
export class Builds {
  readonly #around: Surroundings;
  #modulesFetched = 0;
  #packagesCompiled = 0;
  readonly #started = performance.now();
  #total = 0;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Fulfilled when the newest build has had its head start. */
  #headStart = Promise.resolve();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /**
   * Runs one more build, whose work counts from now on. It begins when the one before it has had its
   * head start or has ended. Lines are told while any build runs.
   */
  async run<T>({ build }: ToolSpec, compile: (watcher: BuildWatcher) => Promise<T>): Promise<T> {
    this.#total += build.packages;
    this.#running += 1;
    this.#tell();
    this.#timer ??= setInterval(() => this.#tell(), this.#around.timings.tickMs);
    const before = this.#headStart;
    const headStart = Promise.withResolvers<void>();
    this.#headStart = headStart.promise;
    let compiled = 0;
    try {
      await before;
      return await compile({
        moduleFetched: () => {
          this.#modulesFetched += 1;
        },
        packageCompiled: () => {
          this.#packagesCompiled += 1;
          compiled += 1;
          if (compiled === HEAD_START) headStart.resolve();
        },
      });
    } finally {
      headStart.resolve();
      this.#running -= 1;
      if (this.#running === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  #tell(): void {
    const [compiled, fetched] = [this.#packagesCompiled, this.#modulesFetched];
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
