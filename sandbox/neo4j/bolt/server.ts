import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Client, type ClientOptions } from "./client.ts";
import { WebEntrance, type WebEntranceOptions } from "./web-entrance.ts";

/** What the Bolt side serves, and where it listens. */
export interface BoltServerOptions
  extends Omit<ClientOptions, "connectionId" | "advertisedAddress" | "web">,
    WebEntranceOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** `host:port` for routing tables; asked when a client connects, since the port may be chosen. */
  advertisedAddress: () => string;
}

/** Listens for Bolt clients, over TCP and over WebSockets. */
export class BoltServer {
  readonly #options: BoltServerOptions;
  readonly #server: Server;
  readonly #clients = new Set<Client>();
  readonly #web: WebEntrance;
  #lastId = 0;

  constructor(options: BoltServerOptions) {
    this.#options = options;
    this.#web = new WebEntrance(options);
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** @throws the listening error, e.g. EADDRINUSE */
  async start(): Promise<void> {
    this.#server.listen(this.#options.port, this.#options.host);
    await once(this.#server, "listening");
    this.#server.on("error", this.#options.onError);
  }

  /** Stops listening and cuts every connection. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    const clients = [...this.#clients];
    for (const client of clients) client.destroy();
    await Promise.all([closed, ...clients.map((client) => client.closed)]);
  }

  /** The bound port, or 0 while it does not listen. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Clients connected now. */
  get connections(): number {
    return this.#clients.size;
  }

  #accept(socket: Socket): void {
    if (!this.#hasPlace(socket.remoteAddress ?? "")) {
      socket.destroy();
      return;
    }
    const advertisedAddress = this.#options.advertisedAddress();
    const connectionId = `bolt-${++this.#lastId}`;
    const client = new Client(socket, {
      ...this.#options,
      advertisedAddress,
      connectionId,
      web: this.#web,
    });
    this.#clients.add(client);
    void client.closed.then(() => this.#clients.delete(client));
  }

  /** Clients that do not log in give way, the oldest first: they must not lock others out. */
  #hasPlace(peer: string): boolean {
    const { connections, unauthenticated } = this.#options.limits;
    const idle = [...this.#clients].filter(({ isIdle }) => isIdle);
    const ofPeer = idle.filter((client) => client.peer === peer);
    const isFull = this.#clients.size >= connections;
    if (!isFull && ofPeer.length < unauthenticated) return true;
    const [oldest] = ofPeer.length >= unauthenticated ? ofPeer : idle;
    if (oldest === undefined) return false;
    oldest.destroy();
    this.#clients.delete(oldest);
    return true;
  }
}
