import type { Database, Transaction } from "../cypher/database.ts";
import { resolveDatabase } from "../cypher/database.ts";
import type { Value, ValueMap } from "../cypher/value.ts";
import { Neo4jError, type Security, type Subject } from "../security/types.ts";
import { readAuthToken } from "./auth-token.ts";
import { routingMetadata, summaryMetadata } from "./metadata.ts";
import type { Request, RequestType, TransactionExtra } from "./request.ts";
import { OpenStreams } from "./streams.ts";
import { type BoltVersion, since } from "./version.ts";

/** The states of a connection after the handshake. Source: "Bolt Protocol server state". */
export type State =
  | "NEGOTIATION"
  | "AUTHENTICATION"
  | "READY"
  | "STREAMING"
  | "TX_READY"
  | "TX_STREAMING"
  | "FAILED"
  | "INTERRUPTED"
  | "DEFUNCT";

/** The answer to one request. */
export interface Answer {
  /** RECORDs before the summary. */
  records: Value[][];
  summary:
    | { type: "SUCCESS"; metadata: ValueMap }
    | { type: "FAILURE"; error: Neo4jError }
    | "IGNORED";
}

export interface SessionOptions {
  version: BoltVersion;
  security: Security;
  database: Database;
  /** `Neo4j/5.26.0`. */
  serverAgent: string;
  /** `bolt-7`. */
  connectionId: string;
  /** `host:port` that ROUTE sends clients to. */
  advertisedAddress: string;
  /** Milliseconds since the epoch. */
  now: () => number;
}

const IN_TRANSACTION: readonly RequestType[] = ["RUN", "COMMIT", "ROLLBACK", "RESET"];

/** Requests that each state takes. GOODBYE is taken before it gets here, in any state. */
const ACCEPTED: Readonly<Record<State, readonly RequestType[]>> = {
  NEGOTIATION: ["HELLO"],
  AUTHENTICATION: ["LOGON"],
  READY: ["LOGOFF", "RUN", "BEGIN", "ROUTE", "TELEMETRY", "RESET"],
  STREAMING: ["PULL", "DISCARD", "RESET"],
  TX_READY: IN_TRANSACTION,
  TX_STREAMING: [...IN_TRANSACTION, "PULL", "DISCARD"],
  FAILED: ["RESET"],
  INTERRUPTED: ["RESET"],
  DEFUNCT: [],
};

/** Requests that are answered with IGNORED while a failure has not been acknowledged by RESET. */
const IGNORABLE: readonly RequestType[] = [
  "RUN",
  "PULL",
  "DISCARD",
  "BEGIN",
  "COMMIT",
  "ROLLBACK",
  "ROUTE",
  "TELEMETRY",
  "LOGON",
  "LOGOFF",
];

/** One client's session: takes requests one after the other and answers each. No sockets in here. */
export class Session {
  readonly #options: SessionOptions;
  #state: State = "NEGOTIATION";
  #subject: Subject | undefined;
  #transaction: Transaction | undefined;
  #streams = new OpenStreams();
  #interrupts = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get state(): State {
    const isInterrupted = this.#interrupts > 0 && this.#state !== "DEFUNCT";
    return isInterrupted ? "INTERRUPTED" : this.#state;
  }

  /** Whether nothing more is taken and the connection is to be closed. */
  get isOver(): boolean {
    return this.#state === "DEFUNCT";
  }

  /** Whether a login succeeded and holds. */
  get isAuthenticated(): boolean {
    return this.#subject !== undefined;
  }

  /** A RESET arrived and jumps ahead: until it is handled, what was sent before it is ignored. */
  interrupt(): void {
    if (this.isAuthenticated) this.#interrupts++;
  }

  /** Ends the session: nothing is taken any more, and an open transaction is rolled back. */
  close(): void {
    this.#rollback();
    this.#subject = undefined;
    this.#state = "DEFUNCT";
  }

  /** @throws whatever is no Neo4jError, for the caller to log and answer with `fail` */
  async handle(request: Request): Promise<Answer> {
    const { state } = this;
    if ((state === "FAILED" || state === "INTERRUPTED") && IGNORABLE.includes(request.type)) {
      return { records: [], summary: "IGNORED" };
    }
    try {
      if (!ACCEPTED[state].includes(request.type)) throw violation(request.type, state);
      return await this.#accept(request);
    } catch (error) {
      if (!(error instanceof Neo4jError)) throw error;
      return this.fail(error);
    }
  }

  /** Answers with a failure and enters the state that follows from it. */
  fail(error: Neo4jError): Answer {
    const isFatal = !this.isAuthenticated || error.code.startsWith("Neo.ClientError.Request.");
    this.#rollback();
    if (isFatal) this.close();
    else this.#state = "FAILED";
    return { records: [], summary: { type: "FAILURE", error } };
  }

  #accept(request: Request): Answer | Promise<Answer> {
    switch (request.type) {
      case "HELLO":
        return this.#hello(request.extra);
      case "LOGON":
        return this.#logon(request.auth);
      case "LOGOFF":
        this.#subject = undefined;
        this.#state = "AUTHENTICATION";
        return success();
      case "RESET":
        this.#interrupts = Math.max(0, this.#interrupts - 1);
        this.#rollback();
        this.#state = "READY";
        return success();
      case "ROUTE":
        return this.#route(request);
      case "BEGIN":
        this.#transaction = this.#begin(request.extra);
        this.#state = "TX_READY";
        return success(this.#databaseOf58(this.#transaction));
      case "RUN":
        return this.#run(request);
      case "PULL":
      case "DISCARD":
        return this.#advance(request);
      case "COMMIT":
        return this.#commit();
      case "ROLLBACK":
        this.#rollback();
        this.#state = "READY";
        return success();
      case "TELEMETRY":
        return success();
      case "GOODBYE":
        this.close();
        return success();
    }
  }

  async #hello(extra: ValueMap): Promise<Answer> {
    const { version, serverAgent, connectionId } = this.#options;
    if (since(version, 1)) this.#state = "AUTHENTICATION";
    else await this.#logon(extra);
    const metadata = new Map<string, Value>([
      ["server", serverAgent],
      ["connection_id", connectionId],
      ["hints", new Map(since(version, 4) ? [["telemetry.enabled", false]] : [])],
    ]);
    return success(metadata);
  }

  async #logon(auth: ValueMap): Promise<Answer> {
    this.#subject = await this.#options.security.login(readAuthToken(auth));
    this.#state = "READY";
    return success();
  }

  #route({ database, impersonated }: Extract<Request, { type: "ROUTE" }>): Answer {
    const subject = this.#requireValidSubject();
    const name = resolveDatabase(database);
    this.#options.database.begin(subject, { database, impersonated, mode: "r" }).rollback();
    return success(routingMetadata(this.#options.advertisedAddress, name));
  }

  #begin(extra: TransactionExtra): Transaction {
    return this.#options.database.begin(this.#requireValidSubject(), extra);
  }

  async #run({ query, parameters, extra }: Extract<Request, { type: "RUN" }>): Promise<Answer> {
    const isExplicit = this.#state !== "READY";
    if (isExplicit) this.#requireValidSubject();
    else this.#transaction = this.#begin(extra);
    const transaction = this.#requireTransaction();
    const result = await transaction.run(query, parameters);
    const qid = this.#streams.open(result);
    this.#state = isExplicit ? "TX_STREAMING" : "STREAMING";
    const metadata = new Map<string, Value>([
      ["fields", result.fields],
      ["t_first", 0n],
      ...(isExplicit ? [["qid", BigInt(qid)] as const] : this.#databaseOf58(transaction)),
    ]);
    return success(metadata);
  }

  #advance({ type, n, qid }: Extract<Request, { type: "PULL" | "DISCARD" }>): Answer {
    const stream = this.#streams.find(qid);
    if (!stream) {
      throw new Neo4jError("Neo.ClientError.Request.Invalid", `No such statement: ${qid}`);
    }
    const taken = stream.take(n);
    const records = type === "PULL" ? taken : [];
    if (stream.hasMore) return success(new Map([["has_more", true]]), records);
    this.#streams.close(qid);
    const transaction = this.#requireTransaction();
    const { version } = this.#options;
    const metadata = summaryMetadata(stream.result, transaction.database, version);
    if (this.#state === "STREAMING") {
      metadata.set("bookmark", transaction.commit());
      this.#transaction = undefined;
      this.#streams = new OpenStreams();
      this.#state = "READY";
    } else if (this.#streams.size === 0) {
      this.#state = "TX_READY";
    }
    return success(metadata, records);
  }

  #commit(): Answer {
    const bookmark = this.#requireTransaction().commit();
    this.#transaction = undefined;
    this.#streams = new OpenStreams();
    this.#state = "READY";
    return success(new Map([["bookmark", bookmark]]));
  }

  #rollback(): void {
    this.#transaction?.rollback();
    this.#transaction = undefined;
    this.#streams = new OpenStreams();
  }

  /** Since Bolt 5.8 clients learn which database was chosen for them. */
  #databaseOf58(transaction: Transaction): Map<string, Value> {
    return new Map(since(this.#options.version, 8) ? [["db", transaction.database]] : []);
  }

  #requireTransaction(): Transaction {
    if (!this.#transaction) throw new Error(`no transaction in the state ${this.#state}`);
    return this.#transaction;
  }

  /** The logged-in subject, whose token must not have expired. */
  #requireValidSubject(): Subject {
    const subject = this.#subject;
    if (!subject) throw new Error(`nobody is logged in in the state ${this.#state}`);
    if (subject.expiresAt !== undefined && this.#options.now() >= subject.expiresAt) {
      throw new Neo4jError(
        "Neo.ClientError.Security.TokenExpired",
        "The provided token has expired.",
      );
    }
    return subject;
  }
}

function success(metadata: ValueMap = new Map(), records: Value[][] = []): Answer {
  return { records, summary: { type: "SUCCESS", metadata } };
}

function violation(type: RequestType, state: State): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Request.Invalid",
    `Message '${type}' cannot be handled by a session in the ${state} state.`,
  );
}
