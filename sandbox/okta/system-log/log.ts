import { randomUUID } from "node:crypto";
import type { Sender } from "../http/target.ts";

/** Who acted, or what was acted on. */
export interface LogParty {
  id: string;
  /** `User`, `PublicClientApp`, `AppInstance`, `UserGroup`, ... */
  type: string;
  alternateId: string;
  displayName: string;
}

/** What is said of something that happened. */
interface Happened {
  /** A name of Okta's catalogue of event types. */
  eventType: string;
  actor: LogParty;
  target: LogParty[];
  outcome: { result: "SUCCESS" | "FAILURE"; reason: string | null };
  /** Where the request came from; `id` is a client's. */
  client: Partial<Sender> & { id: string | null };
  /** Texts by name; nothing secret. */
  debugData: Record<string, string>;
}

/** An event with its position since the start, from 1. */
export interface LogEvent extends Happened {
  number: number;
  uuid: string;
  /** RFC 3339. */
  published: string;
}

/** The org's System Log: the latest events, oldest first; older ones than `capacity` are dropped. */
export class SystemLog {
  readonly #capacity: number;
  readonly #now: () => number;
  #events: LogEvent[] = [];
  #count = 0;

  /** @param capacity how many events are kept; 10,000 by default */
  constructor(now: () => number, capacity = 10_000) {
    this.#now = now;
    this.#capacity = capacity;
  }

  /** Oldest first. A copy: later events do not change it. */
  get events(): readonly LogEvent[] {
    return this.#events.slice(-this.#capacity);
  }

  /** Number of the latest event; 0 before the first. */
  get latest(): number {
    return this.#count;
  }

  add(happened: Happened): void {
    this.#count += 1;
    const published = new Date(this.#now()).toISOString();
    this.#events.push({ number: this.#count, uuid: randomUUID(), published, ...happened });
    if (this.#events.length >= this.#capacity * 2) {
      this.#events = this.#events.slice(-this.#capacity);
    }
  }
}
