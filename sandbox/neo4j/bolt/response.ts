import { Buffer } from "node:buffer";
import { fromPlain, Node, Structure, type Value } from "../cypher/value.ts";
import type { Answer } from "./answer.ts";
import { toChunks } from "./chunking.ts";
import { failureMetadata } from "./failure.ts";
import { NODE_TAG, pack } from "./packstream/pack.ts";
import type { BoltVersion } from "./version.ts";

const SUCCESS = 0x70;
const RECORD = 0x71;
const IGNORED = 0x7e;
const FAILURE = 0x7f;

/** Records are put together until they have this many bytes, then they are one write. */
const WRITE_SIZE = 64 * 1024;

/** The messages of an answer as chunks, in writes of a sensible size. */
export function* writeAnswer(answer: Answer, version: BoltVersion): Generator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  for (const record of answer.records) {
    const message = write(RECORD, [version.major < 5 ? record.map(withoutElementId) : record]);
    pending.push(message);
    size += message.length;
    if (size >= WRITE_SIZE) {
      yield Buffer.concat(pending);
      pending = [];
      size = 0;
    }
  }
  pending.push(summary(answer, version));
  yield Buffer.concat(pending);
}

function summary({ summary: end }: Answer, version: BoltVersion): Buffer {
  switch (end.type) {
    case "SUCCESS":
      return write(SUCCESS, [fromPlain(end.metadata)]);
    case "FAILURE":
      return write(FAILURE, [fromPlain(failureMetadata(end.error, version))]);
    case "IGNORED":
      return write(IGNORED, []);
  }
}

/** Before Bolt 5 a node has no element id. No statement answers one inside a list or a map. */
function withoutElementId(value: Value): Value {
  if (!(value instanceof Node)) return value;
  return new Structure(NODE_TAG, [value.id, [...value.labels], new Map(value.properties)]);
}

function write(tag: number, fields: Value[]): Buffer {
  return toChunks(pack(new Structure(tag, fields)));
}
