import type { Database } from "../cypher/database.ts";
import type { ValueMap } from "../cypher/value.ts";
import { tokenExpired } from "../security/errors.ts";
import { Neo4jError, type Security, type Subject } from "../security/types.ts";
import { type Answer, failure, ignored, type Metadata, success } from "./answer.ts";
import { readAuthToken } from "./auth-token.ts";
import type { TransactionExtra } from "./fields.ts";
import { routingMetadata } from "./metadata.ts";
import { OpenTransaction } from "./open-transaction.ts";
import type { Request } from "./request.ts";
import { ignores, requireAccepted, type State } from "./states.ts";
import { type BoltVersion, since } from "./version.ts";

/** The hint of how many seconds a client waits for an answer before it gives the connection up. */
const RECEIVE_TIMEOUT = "connection.recv_timeout_seconds";

/** What a session speaks, and whom it asks. */
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

/** One client's session: takes requests one after the other and answers each. No sockets in here. */
export class Session {
  readonly #options: SessionOptions;
  #state: State = "NEGOTIATION";
  #subject: Subject | undefined;
  #transaction: OpenTransaction | undefined;
  #interrupts = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get state(): State {
    return this.#interrupts > 0 && !this.isOver ? "INTERRUPTED" : this.#state;
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

  /** @throws whatever is no Neo4jError, for the caller to log and to answer with `fail` */
  async handle(request: Request): Promise<Answer> {
    const { state } = this;
    if (ignores(state, request.type)) return ignored();
    try {
      requireAccepted(state, request.type);
      return await this.#accept(request);
    } catch (error) {
      if (!(error instanceof Neo4jError)) throw error;
      return this.fail(error);
    }
  }

  /** Answers with a failure; one of the protocol or of a login ends the session. */
  fail(error: Neo4jError): Answer {
    const isFatal = !this.isAuthenticated || error.code.startsWith("Neo.ClientError.Request.");
    this.#rollback();
    if (isFatal) this.close();
    else this.#state = "FAILED";
    return failure(error);
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
        return this.#endTransaction();
      case "ROUTE":
        return this.#route(request);
      case "BEGIN":
        this.#transaction = this.#begin(request.extra, true);
        this.#state = "IN_TRANSACTION";
        return success(this.#transaction.openingMetadata());
      case "RUN":
        return this.#run(request);
      case "PULL":
      case "DISCARD":
        return this.#advance(request);
      case "COMMIT": {
        const bookmark = this.#requireTransaction().commit();
        return this.#endTransaction({ bookmark });
      }
      case "ROLLBACK":
        return this.#endTransaction();
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
    return success({
      server: serverAgent,
      connection_id: connectionId,
      hints: { [RECEIVE_TIMEOUT]: 120, ...(since(version, 8) && { "ssr.enabled": true }) },
      ...(version.major < 5 && asksForUtc(extra) && { patch_bolt: ["utc"] }),
    });
  }

  async #logon(auth: ValueMap): Promise<Answer> {
    const subject = await this.#options.security.login(readAuthToken(auth));
    if (this.isOver) return success();
    this.#subject = subject;
    this.#state = "READY";
    const { version, advertisedAddress } = this.#options;
    return success(since(version, 8) ? { advertised_address: advertisedAddress } : {});
  }

  #route({ address, database, impersonated }: Extract<Request, { type: "ROUTE" }>): Answer {
    const subject = this.#requireValidSubject();
    const transaction = this.#options.database.begin(subject, {
      database,
      impersonated,
      mode: "r",
    });
    transaction.rollback();
    const target = address ?? this.#options.advertisedAddress;
    return success(routingMetadata(target, transaction.database));
  }

  #begin(extra: TransactionExtra, isExplicit: boolean): OpenTransaction {
    const transaction = this.#options.database.begin(this.#requireValidSubject(), extra);
    return new OpenTransaction(transaction, isExplicit, this.#options.version);
  }

  async #run({ query, parameters, extra }: Extract<Request, { type: "RUN" }>): Promise<Answer> {
    this.#requireValidSubject();
    const transaction = this.#transaction ?? this.#begin(extra, false);
    this.#transaction = transaction;
    const metadata = await transaction.run(query, parameters);
    if (this.isOver) transaction.rollback();
    else this.#state = transaction.isExplicit ? "TX_STREAMING" : "STREAMING";
    return success(metadata);
  }

  #advance(request: Extract<Request, { type: "PULL" | "DISCARD" }>): Answer {
    const transaction = this.#requireTransaction();
    const { records, metadata } = transaction.take(request);
    if (!transaction.hasStreams) {
      if (transaction.isExplicit) {
        this.#state = "IN_TRANSACTION";
      } else {
        metadata.bookmark = transaction.commit();
        this.#endTransaction();
      }
    }
    return success(metadata, request.type === "PULL" ? records : []);
  }

  /** Back to READY; what was not committed is rolled back. */
  #endTransaction(metadata: Metadata = {}): Answer {
    this.#rollback();
    this.#state = "READY";
    return success(metadata);
  }

  #rollback(): void {
    this.#transaction?.rollback();
    this.#transaction = undefined;
  }

  #requireTransaction(): OpenTransaction {
    if (!this.#transaction) throw new Error(`no transaction in the state ${this.#state}`);
    return this.#transaction;
  }

  /** The logged-in subject, whose token must not have expired. */
  #requireValidSubject(): Subject {
    const subject = this.#subject;
    if (!subject) throw new Error(`nobody is logged in in the state ${this.#state}`);
    if (subject.expiresAt === undefined || this.#options.now() < subject.expiresAt) return subject;
    throw tokenExpired();
  }
}

/** Whether a client of Bolt 4.4 sends times with zones as those of Bolt 5 do; others are refused. */
function asksForUtc(extra: ValueMap): boolean {
  const patches = extra.get("patch_bolt");
  return Array.isArray(patches) && patches.includes("utc");
}
