import { isZero } from "../bridged/compare.ts";
import type { PropertySchema } from "../bridged/schema.ts";
import type { Json, JsonObject, Properties } from "../protocol/values.ts";
import { at, flagOf, listOf, numberOf, setOf, textOf } from "./document.ts";

/** A property of a resource, and its place in Okta's document. */
export interface OktaProperty extends PropertySchema {
  /**
   * Path of its place, e.g. `conditions.clients.include`; with `a.b?.c` an empty `c` leaves out `b` too.
   * Default: none; the resource's own code reads and writes the property.
   */
  at?: string;
  /** Left out of what is sent when it is empty: Go's `omitempty`. */
  omitEmpty?: true;
  /** Read and never sent, as is what is `outputOnly`. */
  unsent?: true;
  /** What an empty answer is stored as: what was stored before, or null. Default: the empty value. */
  whenEmpty?: "kept" | "null";
}

/** The properties of an Okta resource by their Pulumi name. */
export type OktaSchema = Readonly<Record<string, OktaProperty>>;

type Further = Omit<OktaProperty, "type" | "at">;

/** Makes properties of a type from their place and what else is to be said of them. */
function ofType(type: OktaProperty["type"]) {
  return (path?: string, further: Further = {}): OktaProperty => ({
    type,
    ...(path === undefined ? {} : { at: path }),
    ...further,
  });
}

export const text = ofType("string");
export const flag = ofType("boolean");
export const number = ofType("number");
export const json = ofType("json");
export const list = ofType("list");
export const set = ofType("set");

/** Whether an object is in use; switched by lifecycle calls. */
export const STATUS = text("status", { default: "ACTIVE", oneOf: ["ACTIVE", "INACTIVE"] });

/** The name of an object that has one. */
export const NAME = text("name", { required: true, autonamed: true });

/** The document that Okta is sent for planned values. Objects around what is left out are sent empty. */
export function documentFrom(schema: OktaSchema, planned: Properties): JsonObject {
  const document: JsonObject = {};
  for (const [name, property] of Object.entries(schema)) {
    if (property.at === undefined || property.unsent || property.outputOnly) continue;
    const value = readAs(planned, name, property.type);
    put(document, property.at.split("."), property.omitEmpty && isZero(value) ? undefined : value);
  }
  return document;
}

/** The values of a document that Okta returned, under their Pulumi names; a missing number is left out. */
export function valuesFrom(schema: OktaSchema, document: JsonObject): Properties {
  const values: Properties = {};
  for (const [name, { at: path, type, whenEmpty }] of Object.entries(schema)) {
    if (path === undefined) continue;
    const keys = path.replaceAll("?", "").split(".");
    const key = keys.pop() ?? "";
    const holder = at(document, ...keys);
    if (type === "number" && typeof holder[key] !== "number") continue;
    const value = readAs(holder, key, type);
    if (!isZero(value) || whenEmpty === undefined) values[name] = value;
    else if (whenEmpty === "null") values[name] = null;
  }
  return values;
}

function put(document: JsonObject, [step = "", ...rest]: string[], value: Json | undefined): void {
  const key = step.replace("?", "");
  if (value === undefined && (rest.length === 0 || key !== step)) return;
  if (rest.length === 0) document[key] = value ?? null;
  else {
    document[key] ??= {};
    put(document[key] as JsonObject, rest, value);
  }
}

function readAs(holder: JsonObject | Properties, key: string, type: OktaProperty["type"]): Json {
  if (type === "boolean") return flagOf(holder, key);
  if (type === "number") return numberOf(holder, key);
  if (type === "set") return setOf(holder, key);
  return type === "list" ? listOf(holder, key) : textOf(holder, key);
}
