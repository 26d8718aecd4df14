import { Buffer } from "node:buffer";
import { z } from "zod";
import { INT64_MAX, INT64_MIN, Structure, type Value } from "../cypher/value.ts";
import { HttpError } from "./errors.ts";
import { unwritable } from "./json.ts";

/** A value with the name of its type, in the Query API's typed JSON. */
interface Typed {
  $type: string;
  _value: unknown;
}

/**
 * A value as the Query API's typed JSON, which keeps INTEGER and FLOAT apart and rounds neither.
 *
 * @throws HttpError 400 for temporal and spatial values
 */
export function toTypedJson(value: Value): Typed {
  const typed = ($type: string, _value: unknown) => ({ $type, _value });
  if (value === null) return typed("Null", null);
  if (typeof value === "boolean") return typed("Boolean", value);
  if (typeof value === "bigint") return typed("Integer", String(value));
  if (typeof value === "number") return typed("Float", writeFloat(value));
  if (typeof value === "string") return typed("String", value);
  if (Array.isArray(value)) return typed("List", value.map(toTypedJson));
  if (value instanceof Map) return typed("Map", writeMap(value));
  if (value instanceof Uint8Array) return typed("Base64", Buffer.from(value).toString("base64"));
  if (value instanceof Structure) throw unwritable("a temporal or spatial value");
  const { elementId, labels, properties } = value;
  return typed("Node", {
    _element_id: elementId,
    _labels: labels,
    _properties: writeMap(properties),
  });
}

function writeMap(map: ReadonlyMap<string, Value>): Record<string, Typed> {
  return Object.fromEntries([...map].map(([key, value]) => [key, toTypedJson(value)]));
}

/** As Java writes a double: `1.0`, `1.5E10`. */
function writeFloat(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  const isPlain = size === 0 || (size >= 1e-3 && size < 1e7) || !Number.isFinite(value);
  const [digits = "", exponent] = isPlain ? [String(value)] : value.toExponential().split("e");
  const mantissa = /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
  return exponent === undefined ? mantissa : `${mantissa}E${Number(exponent)}`;
}

const fits = (integer: bigint) => integer >= INT64_MIN && integer <= INT64_MAX;
const float = z
  .enum(["NaN", "Infinity", "-Infinity"])
  .or(z.string().regex(/^[+-]?[\d.]+(E-?\d+)?$/i));

/** What stands behind the name of each type. */
const READERS: Readonly<Record<string, z.ZodType<Value>>> = {
  Null: z.null(),
  Boolean: z.boolean(),
  String: z.string(),
  Integer: z.coerce
    .string()
    .regex(/^-?\d+$/)
    .transform(BigInt)
    .refine(fits),
  Float: z.coerce.string().pipe(float).transform(Number),
  Base64: z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64"))),
  List: z.array(z.unknown()).transform((items) => items.map(fromTypedJson)),
  Map: z.record(z.string(), z.unknown()).transform((map) => {
    return new Map(Object.entries(map).map(([key, item]) => [key, fromTypedJson(item)]));
  }),
};

const TypedValue = z.strictObject({ $type: z.string(), _value: z.unknown() });

/** A parameter of typed JSON. @throws HttpError 400 Request.Invalid, which repeats no value */
export function fromTypedJson(json: unknown): Value {
  const refuse = (why: string) => new HttpError(400, "Neo.ClientError.Request.Invalid", why);
  const typed = TypedValue.safeParse(json);
  if (!typed.success) throw refuse("a typed value is an object of $type and _value");
  const { $type } = typed.data;
  const reader = Object.hasOwn(READERS, $type) ? READERS[$type] : undefined;
  if (!reader) throw refuse(`Type ${$type} is not supported as a column value`);
  const read = reader.safeParse(typed.data._value);
  if (!read.success) throw refuse(`the _value of a typed value is no ${$type}`);
  return read.data;
}
