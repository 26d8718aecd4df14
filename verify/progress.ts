/** Tells somebody who waits how far a run is: nothing in the first two seconds, then every two. */
export class Progress {
  readonly #write: (line: string) => void;
  readonly #total: number;
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  #done = 0;

  constructor(total: number, write: (line: string) => void) {
    this.#total = total;
    this.#write = write;
    this.#timer = setInterval(() => this.#tell(), 2000);
    this.#timer.unref();
  }

  /** One more check is done. */
  step(): void {
    this.#done += 1;
  }

  /** Says nothing more. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #tell(): void {
    const seconds = Math.round((performance.now() - this.#started) / 1000);
    this.#write(`verify: ${this.#done} of ${this.#total} checks, ${seconds} s\n`);
  }
}
