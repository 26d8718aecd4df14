import { isDeepStrictEqual } from "node:util";

/**
 * A Cypher value as this stand-in holds it: a bigint is an INTEGER and a number is a FLOAT, so that
 * what a client sends comes back with its type. Maps keep the order of their keys.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Value[]
  | ValueMap
  | Structure
  | Node;

/** A MAP, or the parameters of a statement. */
export type ValueMap = Map<string, Value>;

/** A PackStream structure; among values, a temporal or spatial one that is only passed through. */
export class Structure {
  readonly tag: number;
  readonly fields: readonly Value[];

  constructor(tag: number, fields: readonly Value[]) {
    this.tag = tag;
    this.fields = fields;
  }
}

/** A node of the stand-in's store. A change makes another object with the same id. */
export class Node {
  readonly id: bigint;
  readonly elementId: string;
  /** In the order of creation, without repetition. */
  readonly labels: readonly string[];
  readonly properties: ReadonlyMap<string, Value>;

  constructor(
    id: bigint,
    elementId: string,
    labels: readonly string[],
    properties: ReadonlyMap<string, Value>,
  ) {
    this.id = id;
    this.elementId = elementId;
    this.labels = labels;
    this.properties = properties;
  }
}

/** The biggest INTEGER. */
export const INT64_MAX = 2n ** 63n - 1n;
/** The smallest INTEGER. */
export const INT64_MIN = -(2n ** 63n);

/** Whether Cypher's `=` is true of two values. Null equals nothing; an INTEGER may equal a FLOAT. */
export function equal(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right)) return left <= right && left >= right;
  return left !== null && isDeepStrictEqual(left, right);
}

/**
 * A value of the rest of the stand-in as Cypher's: whole numbers become INTEGERs, undefined null.
 *
 * @throws TypeError for what Cypher does not have
 */
export function fromPlain(plain: unknown): Value {
  if (plain === null || plain === undefined) return null;
  if (typeof plain === "boolean" || typeof plain === "string") return plain;
  if (typeof plain === "bigint" && BigInt.asIntN(64, plain) === plain) return plain;
  if (typeof plain === "number") {
    return Number.isSafeInteger(plain) && !Object.is(plain, -0) ? BigInt(plain) : plain;
  }
  if (typeof plain !== "object") throw new TypeError(`${String(plain)} is no Cypher value`);
  if (Array.isArray(plain)) return plain.map(fromPlain);
  if (plain instanceof Uint8Array || plain instanceof Structure || plain instanceof Node) {
    return plain;
  }
  const entries = plain instanceof Map ? plain.entries() : Object.entries(plain);
  return new Map([...entries].map(([key, value]) => [String(key), fromPlain(value)]));
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}
