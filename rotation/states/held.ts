import { Neo4jOktaError } from "../../access/errors.ts";
import { type Record, readRecord } from "../core/record.ts";
import type { State } from "./state.ts";

/** Milliseconds: a lock is renewed with every step, so one that is older was left by a run that has ended. */
export const LOCK_TIME = 600_000;

/** Milliseconds before its end from which on nothing more is begun under a lock: longer than a request takes. */
const MARGIN = 60_000;

/** Milliseconds by which the clocks of two runs may differ: a lock that ends later is of a clock that was wrong. */
const MAX_SKEW = LOCK_TIME;

/** Who holds a lock, and when it is. */
export interface Holder {
  /** Unique among runs. */
  owner: string;
  now(): number;
}

/**
 * An account that this run alone works on. The lock is a part of the record, and both change by comparison with what
 * was read: two runs cannot have it, and one that comes back after its lock has ended writes nothing.
 */
export class Held {
  readonly #state: State;
  readonly #account: string;
  readonly #holder: Holder;
  #text: string | undefined;
  #until = 0;
  #record: Record;

  private constructor(state: State, account: string, holder: Holder, text: string | undefined) {
    this.#state = state;
    this.#account = account;
    this.#holder = holder;
    this.#text = text;
    this.#record = readRecord(account, text);
  }

  /** @throws Neo4jOktaError `rotation-locked` while another run holds it */
  static async take(state: State, account: string, holder: Holder): Promise<Held> {
    const held = new Held(state, account, holder, await state.read(account));
    const { lock } = held.#record;
    const now = holder.now();
    if (lock !== undefined && now < lock.until && lock.until <= now + LOCK_TIME + MAX_SKEW) {
      throw locked(account, `until ${new Date(lock.until).toISOString()} at most`);
    }
    await held.save(held.#record);
    return held;
  }

  /** Without a lock, for a run that writes nothing. */
  static async look(state: State, account: string, holder: Holder): Promise<Held> {
    return new Held(state, account, holder, await state.read(account));
  }

  get record(): Record {
    return this.#record;
  }

  /** Writes the record, and holds the lock for longer. @throws Neo4jOktaError `rotation-locked` when it was lost */
  async save(record: Record): Promise<void> {
    const until = this.#holder.now() + LOCK_TIME;
    await this.#put({ ...record, lock: { owner: this.#holder.owner, until } });
    this.#until = until;
  }

  /** @throws Neo4jOktaError `rotation-locked` when the lock has ended or is about to */
  check(): void {
    if (this.#holder.now() < this.#until - MARGIN) return;
    throw locked(this.#account, "or may have it by now: this run took too long");
  }

  async release(): Promise<void> {
    const { lock, ...record } = this.#record;
    await this.#put(record);
  }

  async #put(record: Record): Promise<void> {
    const text = JSON.stringify(record);
    if (!(await this.#state.swap(this.#account, this.#text, text))) {
      throw locked(this.#account, "as its record has changed meanwhile");
    }
    this.#text = text;
    this.#record = record;
  }
}

function locked(account: string, when: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-locked",
    `Another run works on ${account}, ${when}. Fix: run this again later.`,
  );
}
