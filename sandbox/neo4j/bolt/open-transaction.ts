import type { Transaction } from "../cypher/database.ts";
import { outOfMemory } from "../cypher/errors.ts";
import type { Result } from "../cypher/result.ts";
import type { Value, ValueMap } from "../cypher/value.ts";
import { Neo4jError } from "../security/types.ts";
import type { Metadata } from "./answer.ts";
import type { StreamExtra } from "./fields.ts";
import { summaryMetadata } from "./metadata.ts";
import { type BoltVersion, since } from "./version.ts";

/** The records of one statement that the client has not yet taken. */
interface Stream {
  result: Result;
  taken: number;
}

/** Some records of a stream, and what is said after them. */
export interface Batch {
  records: Value[][];
  metadata: Metadata;
}

/** Streams that may be open at once. Neo4j has no such limit. */
const MAX_STREAMS = 100;

/** A transaction with the result streams that are open in it. */
export class OpenTransaction {
  /** Opened by BEGIN, so that it ends with COMMIT or ROLLBACK; else it ends with its only stream. */
  readonly isExplicit: boolean;
  readonly #transaction: Transaction;
  readonly #version: BoltVersion;
  readonly #streams = new Map<number, Stream>();
  #lastQid = -1;

  constructor(transaction: Transaction, isExplicit: boolean, version: BoltVersion) {
    this.#transaction = transaction;
    this.isExplicit = isExplicit;
    this.#version = version;
  }

  get hasStreams(): boolean {
    return this.#streams.size > 0;
  }

  /** What BEGIN, or RUN without one, is answered: since Bolt 5.8 the home database, if that was chosen. */
  openingMetadata(): Metadata {
    const { database, isHome } = this.#transaction;
    return since(this.#version, 8) && isHome ? { db: database } : {};
  }

  /** Runs a statement and opens its stream. @throws Neo4jError */
  async run(query: string, parameters: ValueMap): Promise<Metadata> {
    if (this.#streams.size >= MAX_STREAMS) throw outOfMemory(MAX_STREAMS, "open results");
    const result = await this.#transaction.run(query, parameters);
    this.#streams.set(++this.#lastQid, { result, taken: 0 });
    return {
      fields: result.fields,
      t_first: 0,
      ...(this.isExplicit ? { qid: this.#lastQid } : this.openingMetadata()),
    };
  }

  /**
   * Takes the next records of a stream; the last ones close it.
   *
   * @throws Neo4jError Request.InvalidFormat if there is no such stream
   */
  take({ n, qid = this.#lastQid }: StreamExtra): Batch {
    const stream = this.#streams.get(qid);
    if (!stream) {
      throw new Neo4jError("Neo.ClientError.Request.InvalidFormat", `No such statement: ${qid}`);
    }
    const { rows } = stream.result;
    const records = rows.slice(stream.taken, stream.taken + n);
    stream.taken += records.length;
    if (stream.taken < rows.length) return { records, metadata: { has_more: true } };
    this.#streams.delete(qid);
    const { database } = this.#transaction;
    return { records, metadata: summaryMetadata(stream.result, database, this.#version) };
  }

  /** Answers the bookmark. */
  commit(): string {
    return this.#transaction.commit();
  }

  rollback(): void {
    this.#streams.clear();
    this.#transaction.rollback();
  }
}
