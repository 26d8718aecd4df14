import type { Buffer } from "node:buffer";
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { toNeo4jError } from "../security/errors.ts";
import { Neo4jError } from "../security/types.ts";
import type { Answer } from "./answer.ts";
import { ChunkReader, MessageTooLargeError } from "./chunking.ts";
import { Handshake } from "./handshake.ts";
import type { Limits } from "./limits.ts";
import { type Request, readRequest } from "./request.ts";
import { writeAnswer } from "./response.ts";
import { Session, type SessionOptions } from "./session.ts";
import type { BoltVersion, BoltVersionRange } from "./version.ts";
import type { Watchdog } from "./watchdog.ts";

/** What a connection speaks, and what its client may cost. */
export interface ConnectionOptions extends Omit<SessionOptions, "version"> {
  versions: readonly BoltVersionRange[];
  limits: Limits;
  /** Told of failures that are not the client's; never of credentials. */
  onError: (error: unknown) => void;
}

/** A request, or what was wrong with the message that should have held one. */
type Incoming = Request | Neo4jError;

/** Bytes that a waiting message takes beside its own. */
const MESSAGE_OVERHEAD = 256;

/** One client that speaks Bolt: handshake, messages in and out, limits and deadlines. */
export class Connection {
  readonly #socket: Duplex;
  readonly #options: ConnectionOptions;
  readonly #handshake: Handshake;
  readonly #chunks: ChunkReader;
  readonly #watchdog: Watchdog;
  readonly #queue: Incoming[] = [];
  #queued = 0;
  #agreed: { session: Session; version: BoltVersion } | undefined;
  #isWorking = false;
  #isDeaf = false;
  /** Whether an answer waits for its client to read. */
  #isUnread = false;

  /**
   * @param socket of TCP, or the stream of a WebSocket
   * @param watchdog of the TCP connection, which expects the login already
   */
  constructor(socket: Duplex, watchdog: Watchdog, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#handshake = new Handshake(options.versions);
    this.#chunks = new ChunkReader(options.limits.unauthenticatedMessage);
    this.#watchdog = watchdog;
    socket.on("data", (bytes: Buffer) => this.#receive(bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#stop());
  }

  /** Whether it waits for its client to log in, with no request at work. */
  get isIdle(): boolean {
    return !this.#agreed?.session.isAuthenticated && !this.#isWorking;
  }

  /** Cuts the connection, and ends its session at once. */
  destroy(): void {
    this.#stop();
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    if (this.#isDeaf) return;
    if (this.#agreed) this.#read(bytes, this.#agreed.version);
    else this.#negotiate(bytes);
  }

  #negotiate(bytes: Buffer): void {
    const { reply, failed, version, rest } = this.#handshake.push(bytes);
    if (reply) this.#socket.write(reply);
    if (failed) this.#end();
    if (!version) return;
    this.#agreed = { version, session: new Session({ ...this.#options, version }) };
    if (rest && rest.length > 0) this.#read(rest, version);
  }

  #read(bytes: Buffer, version: BoltVersion): void {
    try {
      for (const message of this.#chunks.read(bytes)) {
        this.#enqueue(readRequest(message, version));
        this.#queued += message.length + MESSAGE_OVERHEAD;
      }
    } catch (error) {
      this.#isDeaf = true;
      this.#queue.push(this.#refusal(error));
    }
    if (this.#queued > this.#options.limits.queued) this.#socket.pause();
    this.#extendDeadline();
    void this.#work();
  }

  #enqueue(request: Request): void {
    const isBehind = this.#isWorking || this.#queue.length > 0;
    if (request.type === "RESET" && isBehind) this.#agreed?.session.interrupt();
    this.#queue.push(request);
  }

  /** Why the stream makes no sense from here on: to be answered after what came before. */
  #refusal(error: unknown): Neo4jError {
    if (error instanceof MessageTooLargeError) {
      return new Neo4jError("Neo.ClientError.Request.Invalid", error.message);
    }
    if (!(error instanceof Neo4jError)) this.#options.onError(error);
    return toNeo4jError(error);
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        await this.#answer(next);
        if (this.#queue.length === 0) this.#emptied();
      }
    } catch (error) {
      this.#options.onError(error);
      this.#socket.destroy();
    } finally {
      this.#isWorking = false;
    }
  }

  #emptied(): void {
    this.#queued = 0;
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  async #answer(incoming: Incoming): Promise<void> {
    if (!this.#agreed || this.#socket.destroyed) return;
    const { session, version } = this.#agreed;
    if (!(incoming instanceof Neo4jError) && incoming.type === "GOODBYE") {
      this.#end();
      return;
    }
    const { limits } = this.#options;
    const wasAuthenticated = session.isAuthenticated;
    const answer = await this.#judge(session, incoming);
    this.#chunks.limit = session.isAuthenticated ? limits.message : limits.unauthenticatedMessage;
    await this.#write(answer, version);
    if (session.isOver) this.#end();
    else if (session.isAuthenticated) this.#extendDeadline();
    else if (wasAuthenticated) this.#watchdog.expect(limits.authenticationTimeout);
  }

  async #judge(session: Session, incoming: Incoming): Promise<Answer> {
    if (incoming instanceof Neo4jError) return session.fail(incoming);
    try {
      return await session.handle(incoming);
    } catch (error) {
      this.#options.onError(error);
      return session.fail(toNeo4jError(error));
    }
  }

  /** Writes no faster than the client reads. */
  async #write(answer: Answer, version: BoltVersion): Promise<void> {
    for (const bytes of writeAnswer(answer, version)) {
      if (this.#socket.destroyed) return;
      if (!this.#socket.write(bytes)) await this.#drained();
    }
  }

  async #drained(): Promise<void> {
    this.#watchdog.expect(this.#options.limits.messageTimeout);
    this.#isUnread = true;
    const over = new AbortController();
    const event = (name: string) => once(this.#socket, name, { signal: over.signal });
    await Promise.race([event("drain"), event("close")]).catch(() => this.#socket.destroy());
    over.abort();
    this.#isUnread = false;
  }

  /**
   * Until the login one deadline holds for all of it; after it, each sign of life moves it, but not
   * what a client sends that does not read.
   */
  #extendDeadline(): void {
    if (!this.#agreed?.session.isAuthenticated || this.#isUnread) return;
    const { idleTimeout, messageTimeout } = this.#options.limits;
    this.#watchdog.expect(this.#chunks.isPartial ? messageTimeout : idleTimeout);
  }

  /** Sends what is written, then closes; a client that does not close its side is cut off. */
  #end(): void {
    this.#stop();
    this.#socket.resume();
    this.#socket.end();
    this.#watchdog.expect(this.#options.limits.closeTimeout);
  }

  #stop(): void {
    this.#isDeaf = true;
    this.#queue.length = 0;
    this.#agreed?.session.close();
  }
}
