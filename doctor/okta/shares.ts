/** Divides the requests that are left among the rights that are still to be asked for. */
export class Shares {
  /** Requests of a run, at most. */
  readonly most: number;
  readonly #left: () => number;
  #rights: number;

  constructor({ most, left, rights }: { most: number; left: () => number; rights: number }) {
    this.most = most;
    this.#left = left;
    this.#rights = rights;
  }

  /** Requests for the next right; what one does not need is for those after it. */
  next(): number {
    const share = Math.ceil(Math.max(0, this.#left()) / Math.max(1, this.#rights));
    this.#rights -= 1;
    return share;
  }
}
