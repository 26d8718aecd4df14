import type { Buffer } from "node:buffer";
import { once } from "node:events";
import type { Socket } from "node:net";
import { Neo4jError } from "../security/types.ts";
import { ChunkReader, MessageTooLargeError } from "./chunking.ts";
import { toNeo4jError } from "./failure.ts";
import { Handshake } from "./handshake.ts";
import type { Limits } from "./limits.ts";
import { type Request, readRequest } from "./request.ts";
import { writeAnswer } from "./response.ts";
import { type Answer, Session, type SessionOptions } from "./session.ts";
import type { BoltVersion, BoltVersionRange } from "./version.ts";

export interface ConnectionOptions extends Omit<SessionOptions, "version"> {
  versions: readonly BoltVersionRange[];
  limits: Limits;
  /** Told of failures that are not the client's; never of credentials. */
  onError: (error: unknown) => void;
}

/** A request, or what was wrong with the message that should have held one. */
type Incoming = Request | Neo4jError;

/** One client's socket: handshake, messages in and out, limits and timeouts. */
export class Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #handshake: Handshake;
  readonly #chunks: ChunkReader;
  readonly #queue: Incoming[] = [];
  #session: Session | undefined;
  #version: BoltVersion = { major: 0, minor: 0 };
  #isWorking = false;
  #isRefusing = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#handshake = new Handshake(options.versions);
    this.#chunks = new ChunkReader(options.limits.unauthenticatedMessage);
    socket.setNoDelay(true);
    socket.on("data", (bytes: Buffer) => this.#receive(bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#closed());
    this.#watch(options.limits.authenticationTimeout);
  }

  /** Cuts the connection. */
  destroy(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    if (this.#isRefusing) return;
    if (this.#session) this.#read(bytes);
    else this.#negotiate(bytes);
  }

  #negotiate(bytes: Buffer): void {
    const step = this.#handshake.push(bytes);
    if (step.reply) this.#socket.write(step.reply);
    if (step.failed) this.#end();
    if (!step.version) return;
    this.#version = step.version;
    this.#session = new Session({ ...this.#options, version: step.version });
    if (step.rest && step.rest.length > 0) this.#read(step.rest);
  }

  #read(bytes: Buffer): void {
    try {
      for (const message of this.#chunks.read(bytes)) {
        this.#enqueue(readRequest(message, this.#version));
      }
    } catch (error) {
      this.#refuse(error);
    }
    if (this.#queue.length >= this.#options.limits.queuedMessages) this.#socket.pause();
    this.#watchIdle();
    void this.#work();
  }

  #enqueue(request: Request): void {
    const isBehind = this.#isWorking || this.#queue.length > 0;
    if (request.type === "RESET" && isBehind) this.#session?.interrupt();
    this.#queue.push(request);
  }

  /** The stream makes no sense from here on: what came before is answered, then this, then the end. */
  #refuse(error: unknown): void {
    this.#isRefusing = true;
    const refusal =
      error instanceof MessageTooLargeError
        ? new Neo4jError("Neo.ClientError.Request.Invalid", error.message)
        : toNeo4jError(error);
    if (refusal !== error && !(error instanceof MessageTooLargeError)) this.#options.onError(error);
    this.#queue.push(refusal);
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        await this.#answer(next);
        if (this.#socket.isPaused() && this.#queue.length === 0) this.#socket.resume();
      }
    } catch (error) {
      this.#options.onError(error);
      this.#socket.destroy();
    } finally {
      this.#isWorking = false;
    }
  }

  async #answer(incoming: Incoming): Promise<void> {
    const session = this.#session;
    if (!session || this.#socket.destroyed || session.isOver) return;
    if (!(incoming instanceof Neo4jError) && incoming.type === "GOODBYE") {
      this.#end();
      return;
    }
    const { limits } = this.#options;
    const wasAuthenticated = session.isAuthenticated;
    const answer = await this.#judge(session, incoming);
    this.#chunks.limit = session.isAuthenticated ? limits.message : limits.unauthenticatedMessage;
    await this.#write(answer);
    if (session.isOver) this.#end();
    else if (session.isAuthenticated) this.#watchIdle();
    else if (wasAuthenticated) this.#watch(limits.authenticationTimeout);
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
  async #write(answer: Answer): Promise<void> {
    for (const bytes of writeAnswer(answer, this.#version)) {
      if (this.#socket.destroyed) return;
      if (!this.#socket.write(bytes)) await this.#drained();
    }
  }

  async #drained(): Promise<void> {
    this.#watch(this.#options.limits.messageTimeout);
    const over = new AbortController();
    const event = (name: string) => once(this.#socket, name, { signal: over.signal });
    await Promise.race([event("drain"), event("close")]).catch(() => this.#socket.destroy());
    over.abort();
  }

  /** Before the login the time for all of it runs; after it, the time since the last sign of life. */
  #watchIdle(): void {
    if (!this.#session?.isAuthenticated) return;
    const { idleTimeout, messageTimeout } = this.#options.limits;
    this.#watch(this.#chunks.isPartial ? messageTimeout : idleTimeout);
  }

  #watch(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#socket.destroy(), milliseconds);
    this.#timer.unref();
  }

  /** Sends what is written, then closes; a client that does not close its side is cut off. */
  #end(): void {
    this.#isRefusing = true;
    this.#queue.length = 0;
    this.#session?.close();
    this.#socket.resume();
    this.#socket.end();
    this.#watch(this.#options.limits.closeTimeout);
  }

  #closed(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
    this.#session?.close();
  }
}
