import type { Result } from "../cypher/result.ts";
import type { Value } from "../cypher/value.ts";

/** The records of one answered statement that a client has not yet taken. */
export class ResultStream {
  readonly result: Result;
  #at = 0;

  constructor(result: Result) {
    this.result = result;
  }

  get hasMore(): boolean {
    return this.#at < this.result.rows.length;
  }

  /** The next records, at most `n`. */
  take(n: number): Value[][] {
    const records = this.result.rows.slice(this.#at, this.#at + n);
    this.#at += records.length;
    return records;
  }
}

/** The open streams of one transaction by their `qid`; without one, the last opened is meant. */
export class OpenStreams {
  readonly #streams = new Map<number, ResultStream>();
  #last = -1;

  get size(): number {
    return this.#streams.size;
  }

  /** Answers the new stream's `qid`. */
  open(result: Result): number {
    this.#streams.set(++this.#last, new ResultStream(result));
    return this.#last;
  }

  find(qid = this.#last): ResultStream | undefined {
    return this.#streams.get(qid);
  }

  close(qid = this.#last): void {
    this.#streams.delete(qid);
  }
}
