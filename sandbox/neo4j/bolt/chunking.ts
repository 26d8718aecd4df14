import { Buffer } from "node:buffer";

/** The biggest chunk that this side writes; the header could say up to 65,535. */
const MAX_CHUNK = 0xffff;

const END_OF_MESSAGE = Buffer.from([0, 0]);

/** A message grew beyond what its connection may send. */
export class MessageTooLargeError extends Error {
  constructor(size: number, limit: number) {
    super(`Value of size ${size} exceeded limit of ${limit}`);
    this.name = "MessageTooLargeError";
  }
}

/** One message as chunks with their headers and the end marker. */
export function toChunks(message: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < message.length; at += MAX_CHUNK) {
    const chunk = message.subarray(at, at + MAX_CHUNK);
    const header = Buffer.allocUnsafe(2);
    header.writeUInt16BE(chunk.length);
    parts.push(header, chunk);
  }
  parts.push(END_OF_MESSAGE);
  return Buffer.concat(parts);
}

/**
 * Puts messages together from the chunks of a stream that arrives in pieces of any size. Empty
 * chunks between messages (NOOP, keep-alive) are dropped.
 */
export class ChunkReader {
  /** Bytes that one message may have; may change between messages. */
  limit: number;
  #message = Buffer.allocUnsafe(256);
  #length = 0;
  #highByte: number | undefined;
  #left = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Whether the stream stopped in the middle of a message. */
  get isPartial(): boolean {
    return this.#length > 0 || this.#left > 0 || this.#highByte !== undefined;
  }

  /**
   * The messages that these bytes complete, one at a time, so that the reader of one may change the
   * limit of the next.
   *
   * @throws MessageTooLargeError as soon as a chunk header announces more than the limit
   */
  *read(bytes: Buffer): Generator<Buffer> {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left > 0) {
        const end = Math.min(at + this.#left, bytes.length);
        this.#append(bytes.subarray(at, end));
        this.#left -= end - at;
        at = end;
      } else if (this.#highByte === undefined) {
        this.#highByte = bytes.readUInt8(at++);
      } else {
        const size = (this.#highByte << 8) | bytes.readUInt8(at++);
        this.#highByte = undefined;
        if (size > 0) this.#announce(size);
        else if (this.#length > 0) yield this.#take();
      }
    }
  }

  #announce(size: number): void {
    const total = this.#length + size;
    if (total > this.limit) throw new MessageTooLargeError(total, this.limit);
    this.#left = size;
  }

  #append(piece: Buffer): void {
    const needed = this.#length + piece.length;
    if (needed > this.#message.length) {
      const bigger = Buffer.allocUnsafe(Math.max(needed, this.#message.length * 2));
      this.#message.copy(bigger, 0, 0, this.#length);
      this.#message = bigger;
    }
    piece.copy(this.#message, this.#length);
    this.#length = needed;
  }

  #take(): Buffer {
    const message = this.#message.subarray(0, this.#length);
    this.#message = Buffer.allocUnsafe(256);
    this.#length = 0;
    return message;
  }
}
