import { Buffer } from "node:buffer";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { ChunkReader, toChunks } from "../../../neo4j/bolt/chunking.ts";
import { pack } from "../../../neo4j/bolt/packstream/pack.ts";
import { unpack } from "../../../neo4j/bolt/packstream/unpack.ts";
import { fromPlain, Structure } from "../../../neo4j/cypher/value.ts";
import { toPlain } from "../plain.ts";

const NAMES = new Map([
  [0x70, "SUCCESS"],
  [0x71, "RECORD"],
  [0x7e, "IGNORED"],
  [0x7f, "FAILURE"],
]);

/** One message from the server: its name and its only field. */
export type Message = [name: string, field?: unknown];

/** The bytes of a request. */
export function request(tag: number, ...fields: unknown[]): Buffer {
  return toChunks(pack(new Structure(tag, fields.map(fromPlain))));
}

export const HELLO = request(0x01, { user_agent: "raw/1", bolt_agent: { product: "raw/1" } });
export const RESET = request(0x0f);
export const PULL = request(0x3f, { n: -1 });
export const logon = (credentials: string) => request(0x6a, { scheme: "bearer", credentials });
export const run = (query: string, extra = {}) => request(0x10, query, {}, extra);

/** A client that sends what it is told, and keeps all that it receives. */
export class RawClient {
  readonly socket: Duplex;
  readonly closed: Promise<unknown>;
  #received = Buffer.alloc(0);
  #messages: Message[] = [];
  #reader: ChunkReader | undefined;
  #wake: () => void = () => {};

  /** @param to a port of TCP, or the stream of a connection */
  constructor(to: number | Duplex) {
    this.socket = typeof to === "number" ? connect(to, "127.0.0.1") : to;
    this.closed = new Promise((resolve) => this.socket.on("close", resolve));
    this.socket.on("error", () => {});
    this.socket.on("data", (bytes: Buffer) => {
      if (this.#reader) this.#read(bytes);
      else this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    this.socket.on("close", () => this.#wake());
  }

  send(...bytes: Buffer[]): void {
    this.socket.write(Buffer.concat(bytes));
  }

  /** Shakes hands on one version. */
  async agree(minor: number, major = 5): Promise<this> {
    this.send(Buffer.from([0x60, 0x60, 0xb0, 0x17, 0, 0, minor, major, ...new Array(12).fill(0)]));
    const answer = await this.bytes(4);
    if (answer[3] !== major) throw new Error(`the server answered ${answer.toString("hex")}`);
    this.#reader = new ChunkReader(Number.POSITIVE_INFINITY);
    return this;
  }

  /** So many raw bytes, before the first message. */
  async bytes(count: number): Promise<Buffer> {
    await this.#until(() => this.#received.length >= count);
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  /** The next messages; fewer if the server closed the connection. */
  async messages(count: number): Promise<Message[]> {
    await this.#until(() => this.#messages.length >= count);
    return this.#messages.splice(0, count);
  }

  #read(bytes: Buffer): void {
    for (const message of this.#reader?.read(bytes) ?? []) {
      const structure = unpack(message);
      if (!(structure instanceof Structure)) throw new Error("no structure");
      const name = NAMES.get(structure.tag) ?? `0x${structure.tag.toString(16)}`;
      this.#messages.push([name, ...structure.fields.map(toPlain)] as Message);
    }
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition() && !this.socket.destroyed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
