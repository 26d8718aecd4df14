import structpb from "google-protobuf/google/protobuf/struct_pb.js";

/** Key that marks an object on the wire as one of Pulumi's special values. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
/** How the engine spells a value that is not known until the update runs. */
const UNKNOWN_MARKER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value that is not known during a preview. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A value that the engine encrypts in state and blinds in output. */
export class Secret {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** A property value of Pulumi's: JSON, and the secrets and unknowns in it. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Value[]
  | Properties
  | Secret
  | typeof UNKNOWN;

/** Named property values. Absent and `undefined` are the same. */
export interface Properties {
  [key: string]: Value | undefined;
}

/** JSON without secrets or unknowns. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** An object of {@link Json}. */
export interface JsonObject {
  [key: string]: Json;
}

/** Whether the JSON is an object, neither null nor a list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value is an object with named properties. */
export function isProperties(value: Value | undefined): value is Properties {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret)
  );
}

/** The properties that a message of the engine carries; none when it carries no struct. */
export function decodeProperties(struct: structpb.Struct | undefined): Properties {
  if (struct === undefined) return {};
  const decoded = decode(struct.toJavaScript() as Json);
  return isProperties(decoded) ? decoded : {};
}

function decode(value: Json): Value {
  if (value === UNKNOWN_MARKER) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  if (value[SIGNATURE] === SECRET_SIGNATURE) return new Secret(decode(value.value ?? null));
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, decode(child)]));
}

/** The properties as a message to the engine carries them. */
export function encodeProperties(properties: Properties): structpb.Struct {
  return structpb.Struct.fromJavaScript(encode(properties) as JsonObject);
}

function encode(value: Value): Json {
  if (value === UNKNOWN) return UNKNOWN_MARKER;
  if (value instanceof Secret) {
    return { [SIGNATURE]: SECRET_SIGNATURE, value: encode(value.value) };
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(encode);
  const encoded: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    if (child !== undefined) encoded[key] = encode(child);
  }
  return encoded;
}

/** The value with every secret opened, at any depth; absent properties stay absent. */
export function reveal(value: Properties): Properties;
export function reveal(value: Value | undefined): Value | undefined;
export function reveal(value: Value | undefined): Value | undefined {
  if (value instanceof Secret) return reveal(value.value);
  if (Array.isArray(value)) return value.map((element) => reveal(element) ?? null);
  if (!isProperties(value)) return value;
  const present = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(present.map(([key, child]) => [key, reveal(child)]));
}

/** Whether something in the value is not known yet. */
export function containsUnknown(value: Value | undefined): boolean {
  return contains(value, (part) => part === UNKNOWN);
}

/** Whether something in the value is secret. */
export function containsSecret(value: Value | undefined): boolean {
  return contains(value, (part) => part instanceof Secret);
}

function contains(value: Value | undefined, wanted: (part: Value | undefined) => boolean): boolean {
  if (wanted(value)) return true;
  if (value instanceof Secret) return contains(value.value, wanted);
  if (!Array.isArray(value) && !isProperties(value)) return false;
  return Object.values(value).some((child) => contains(child, wanted));
}

/**
 * `outputs` with the secrecy of `inputs`: what holds a secret in the inputs is secret under the same
 * key of the outputs. Objects are followed; of an array with a secret in it the whole becomes secret.
 */
export function withSecretsOf(outputs: Properties, inputs: Properties): Properties {
  const marked: Properties = { ...outputs };
  for (const [key, input] of Object.entries(inputs)) {
    const output = marked[key];
    if (output === undefined || output instanceof Secret) continue;
    if (isProperties(output) && isProperties(input)) marked[key] = withSecretsOf(output, input);
    else if (containsSecret(input)) marked[key] = new Secret(output);
  }
  return marked;
}

/** The text with everything taken out that the properties hold as a secret. */
export function redacted(text: string, properties: Properties): string {
  let shown = text;
  for (const secret of secretTexts(properties)) shown = shown.replaceAll(secret, "[secret]");
  return shown;
}

/** Every text inside a secret, longest first, so that no part of one is left. */
function secretTexts(properties: Properties): string[] {
  const found: string[] = [];
  const visit = (child: Value | undefined, secret: boolean): void => {
    if (child instanceof Secret) visit(child.value, true);
    else if (Array.isArray(child)) for (const element of child) visit(element, secret);
    else if (isProperties(child)) for (const nested of Object.values(child)) visit(nested, secret);
    else if (secret && typeof child === "string" && child !== "") found.push(child);
  };
  visit(properties, false);
  return found.sort((a, b) => b.length - a.length);
}
