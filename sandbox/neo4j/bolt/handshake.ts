import { Buffer } from "node:buffer";
import { type BoltVersion, type BoltVersionRange, covers, since } from "./version.ts";

const MAGIC = Buffer.from([0x60, 0x60, 0xb0, 0x17]);
const REQUEST_LENGTH = 20;
/** Stands for "manifest version 1" in a slot of the request and at the start of the answer. */
const MANIFEST_V1 = 0x00_00_01_ff;
/** The version that a client chose of the manifest, and the one byte that takes no capability. */
const CHOICE_LENGTH = 5;

/** What to do after more of the client's bytes. */
export interface HandshakeStep {
  /** To be written before anything else. */
  reply?: Buffer;
  /** The agreed version. The handshake is over; `rest` belongs to the first message. */
  version?: BoltVersion;
  rest?: Buffer;
  /** No version in common, or no Bolt client: close after the reply. */
  failed?: boolean;
}

/**
 * The server's side of the Bolt handshake: four slots with version ranges, and the manifest that
 * servers with Bolt 5.7 offer. Source: "Bolt Protocol handshake specification".
 */
export class Handshake {
  readonly #supported: readonly BoltVersionRange[];
  #received = Buffer.alloc(0);
  #manifestSent = false;

  constructor(supported: readonly BoltVersionRange[]) {
    this.#supported = supported;
  }

  /** Takes the next bytes of the stream. Not to be called again once it agreed or failed. */
  push(bytes: Buffer): HandshakeStep {
    this.#received = Buffer.concat([this.#received, bytes]);
    return this.#manifestSent ? this.#choice() : this.#request();
  }

  #request(): HandshakeStep {
    const received = this.#received;
    const start = received.subarray(0, 4);
    if (!start.equals(MAGIC.subarray(0, start.length))) return { failed: true };
    if (received.length < REQUEST_LENGTH) return {};
    const rest = received.subarray(REQUEST_LENGTH);
    for (let at = 4; at < REQUEST_LENGTH; at += 4) {
      const slot = received.readUInt32BE(at);
      if (slot === MANIFEST_V1 && this.#offersManifest()) {
        this.#manifestSent = true;
        this.#received = rest;
        const manifest = encodeManifest(this.#supported);
        return rest.length > 0 ? { ...this.#choice(), reply: manifest } : { reply: manifest };
      }
      const version = this.#pick(slot);
      if (version) return { reply: encodeVersion(version), version, rest };
    }
    return { reply: Buffer.alloc(4), failed: true };
  }

  /** The highest minor version of a slot (reserved, range, minor, major) that is supported. */
  #pick(slot: number): BoltVersion | undefined {
    const major = slot & 0xff;
    const highest = (slot >>> 8) & 0xff;
    const lowest = highest - ((slot >>> 16) & 0xff);
    for (let minor = highest; minor >= Math.max(lowest, 0); minor--) {
      if (covers(this.#supported, { major, minor })) return { major, minor };
    }
    return undefined;
  }

  /** The client's answer to the manifest: one version, then the capabilities it takes (none exist). */
  #choice(): HandshakeStep {
    const received = this.#received;
    if (received.length < CHOICE_LENGTH) return {};
    const [reserved, back, minor = 0, major = 0, capabilities] = received;
    const version = { major, minor };
    const isPlain = reserved === 0 && back === 0 && capabilities === 0;
    if (!isPlain || !covers(this.#supported, version)) return { failed: true };
    return { version, rest: received.subarray(CHOICE_LENGTH) };
  }

  #offersManifest(): boolean {
    return this.#supported.some((range) => since(range, 7));
  }
}

function encodeVersion({ major, minor }: BoltVersion): Buffer {
  return Buffer.from([0, 0, minor, major]);
}

function encodeManifest(ranges: readonly BoltVersionRange[]): Buffer {
  const start = Buffer.alloc(5);
  start.writeUInt32BE(MANIFEST_V1);
  start.writeUInt8(ranges.length, 4);
  const versions = ranges.map(({ major, minor, back }) => Buffer.from([0, back, minor, major]));
  const noCapabilities = Buffer.from([0]);
  return Buffer.concat([start, ...versions, noCapabilities]);
}
