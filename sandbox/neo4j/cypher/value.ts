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

/** A node of the stand-in's store. */
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

export const INT64_MAX = 2n ** 63n - 1n;
export const INT64_MIN = -(2n ** 63n);

/** The same value without this file's types: maps as objects, INTEGERs as numbers where they fit. */
export function toPlain(value: Value): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) return toPlainObject(value);
  if (value instanceof Node) {
    return {
      elementId: value.elementId,
      labels: [...value.labels],
      properties: toPlainObject(value.properties),
    };
  }
  return value;
}

/** The entries of a map as an object without a prototype, so that no key is special. */
export function toPlainObject(map: ReadonlyMap<string, Value>): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of map) object[key] = toPlain(value);
  return object;
}

/**
 * The inverse: whole numbers become INTEGERs, undefined becomes null.
 *
 * @throws TypeError for a function, a symbol or an integer outside 64 bits
 */
export function fromPlain(plain: unknown): Value {
  if (plain === null || plain === undefined) return null;
  switch (typeof plain) {
    case "boolean":
    case "string":
      return plain;
    case "number":
      return Number.isSafeInteger(plain) && !Object.is(plain, -0) ? BigInt(plain) : plain;
    case "bigint":
      if (plain > INT64_MAX || plain < INT64_MIN) {
        throw new TypeError(`integer ${plain} is outside 64 bits`);
      }
      return plain;
    case "object":
      break;
    default:
      throw new TypeError(`a ${typeof plain} is no Cypher value`);
  }
  if (Array.isArray(plain)) return plain.map(fromPlain);
  if (plain instanceof Uint8Array || plain instanceof Structure || plain instanceof Node) {
    return plain;
  }
  const entries = plain instanceof Map ? plain.entries() : Object.entries(plain);
  return new Map([...entries].map(([key, value]) => [String(key), fromPlain(value)]));
}
