import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { Watchdog } from "./watchdog.ts";
import type { WebEntrance } from "./web-entrance.ts";

/** The first bytes of an HTTP request; Neo4j looks for no other method. */
const GET = Buffer.from("GET ");

/** What a client of the Bolt port is served with. */
export interface ClientOptions extends ConnectionOptions {
  web: WebEntrance;
}

/**
 * One TCP connection of the Bolt port. Its first bytes say what it speaks: HTTP, which may become a
 * WebSocket, or Bolt as it is. One deadline holds from its arrival to the end of its login.
 */
export class Client {
  /** Settles when the socket is closed for good. */
  readonly closed: Promise<void>;
  /** The client's address. */
  readonly peer: string;
  readonly #socket: Socket;
  readonly #options: ClientOptions;
  readonly #watchdog: Watchdog;
  #first = Buffer.alloc(0);
  #connection: Connection | undefined;

  constructor(socket: Socket, options: ClientOptions) {
    this.#socket = socket;
    this.peer = socket.remoteAddress ?? "";
    this.#options = options;
    this.#watchdog = new Watchdog(socket);
    this.#watchdog.expect(options.limits.authenticationTimeout);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("data", this.#recognise);
    this.closed = new Promise((resolve) => {
      socket.on("close", () => {
        this.#connection?.destroy();
        resolve();
      });
    });
  }

  /** Whether it waits for its client to log in, with no request at work. */
  get isIdle(): boolean {
    return this.#connection?.isIdle ?? true;
  }

  /** Cuts the connection. */
  destroy(): void {
    this.#socket.destroy();
  }

  readonly #recognise = (bytes: Buffer): void => {
    this.#first = Buffer.concat([this.#first, bytes]);
    const start = this.#first.subarray(0, GET.length);
    const mayBeHttp = GET.subarray(0, start.length).equals(start);
    if (mayBeHttp && start.length < GET.length) return;
    const socket = this.#socket;
    socket.off("data", this.#recognise);
    socket.pause();
    socket.unshift(this.#first);
    if (mayBeHttp) this.#options.web.serve(socket, (stream) => this.#speakBolt(stream));
    else this.#speakBolt(socket);
    socket.resume();
  };

  #speakBolt(stream: Duplex): void {
    this.#connection = new Connection(stream, this.#watchdog, this.#options);
  }
}
