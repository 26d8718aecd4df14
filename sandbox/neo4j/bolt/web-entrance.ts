import type { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createWebSocketStream, type WebSocket, WebSocketServer } from "ws";

/** Bytes of a WebSocket message, whose frames may hold several chunks of Bolt, or a part of one. */
const MESSAGE_LIMIT = 65_536;

/** What HTTP clients of the Bolt port are told. */
export interface WebEntranceOptions {
  /** The JSON text of how one may sign in, or nothing in the Community edition. */
  authConfig: () => Promise<string>;
  /** Told of failures that are not the client's. */
  onError: (error: unknown) => void;
}

/**
 * The HTTP side of the Bolt port, as Neo4j has it: `GET` is answered with how one may sign in,
 * whatever its path, and an upgrade of `/` turns the connection into a WebSocket that carries Bolt.
 * Both take any origin, since nothing but what is sent inside logs anybody in.
 */
export class WebEntrance {
  readonly #options: WebEntranceOptions;
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    clientTracking: false,
    // Neo4j takes no subprotocol and no compression.
    handleProtocols: () => false,
    perMessageDeflate: false,
  });
  readonly #waiting = new WeakMap<Duplex, (stream: Duplex) => void>();

  constructor(options: WebEntranceOptions) {
    this.#options = options;
    this.#http = createServer((request, response) => void this.#describe(request, response));
    this.#http.on("upgrade", (...upgrade) => this.#upgrade(...upgrade));
  }

  /**
   * Takes a connection over that begins with an HTTP request.
   *
   * @param onBolt called with the stream of a WebSocket, if the client asks for one
   */
  serve(socket: Socket, onBolt: (stream: Duplex) => void): void {
    this.#waiting.set(socket, onBolt);
    this.#http.emit("connection", socket);
  }

  async #describe(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Connection", "close");
    response.setHeader("Content-Type", "application/json");
    response.setHeader("Vary", "Accept");
    request.resume();
    try {
      response.end(await this.#options.authConfig());
    } catch (error) {
      this.#options.onError(error);
      response.destroy();
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const onBolt = this.#waiting.get(socket);
    if (request.url !== "/" || !onBolt) {
      socket.destroy();
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      onBolt(toStream(webSocket));
    });
  }
}

/** The bytes of its binary messages, both ways; a client that sends text is cut off. */
function toStream(webSocket: WebSocket): Duplex {
  webSocket.on("message", (_, isBinary) => {
    if (!isBinary) webSocket.terminate();
  });
  const stream = createWebSocketStream(webSocket);
  stream.on("end", () => stream.destroy());
  return stream;
}
