/** Seconds that count as none: `Date` has whole ones, and an answer takes some. */
const TOLERANCE = 2;

/** The time at the authorization server, by the `Date` of its answers; this machine's until one has come. */
export class ServerClock {
  readonly #now: () => number;
  #skew = 0;

  /** @param now milliseconds since the epoch, by this machine */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds by which the server is ahead of this machine; 0 for two or less. */
  get skew(): number {
    return this.#skew;
  }

  /** Seconds since the epoch. */
  get seconds(): number {
    return this.#local + this.#skew;
  }

  /** Sets the clock by an answer that has just come. */
  setBy(answer: Response): void {
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (Number.isNaN(date)) return;
    const skew = date / 1000 - this.#local;
    this.#skew = Math.abs(skew) > TOLERANCE ? skew : 0;
  }

  get #local(): number {
    return Math.floor(this.#now() / 1000);
  }
}
