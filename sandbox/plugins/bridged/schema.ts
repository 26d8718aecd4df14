/**
 * How one property of a bridged Terraform resource behaves, as far as Check, Diff and the stored
 * state depend on it.
 */
export interface PropertySchema {
  /** `set`: order does not matter. `json`: text that is compared as the JSON it holds. */
  type: "string" | "number" | "boolean" | "json" | "list" | "set" | "object" | "objects";
  /** Cannot be left out. */
  required?: true;
  /** What Check puts in when the program says nothing; recorded under `__defaults`. */
  default?: string | number | boolean;
  /** A default that Terraform stores but Check does not put in, because it means "nothing". */
  zero?: number | boolean;
  /** The name is made from the resource's name when the program gives none. */
  autonamed?: true;
  /** Okta decides when the program says nothing. */
  computed?: true;
  /** Never an input. */
  outputOnly?: true;
  /** A new value needs a new resource. */
  forceNew?: true;
  /** Encrypted in state. */
  secret?: true;
  /** The Terraform name when it is not merely the snake case of the Pulumi name. */
  terraformName?: string;
  /** A list of at most one that Pulumi shows as its one element. */
  flattened?: true;
  /** Properties of an `object`, or of each of the `objects`. */
  properties?: ResourceSchema;
  /** @returns what is wrong with a known value, or undefined. */
  validate?: (value: string) => string | undefined;
}

/** The properties of a resource by their Pulumi name. */
export type ResourceSchema = Readonly<Record<string, PropertySchema>>;

/** Properties that a program may set. */
export function inputNames(schema: ResourceSchema): string[] {
  return Object.keys(schema).filter((name) => schema[name]?.outputOnly !== true);
}

/** A check for a closed list of values. */
export function oneOf(...allowed: string[]): (value: string) => string | undefined {
  return (value) =>
    allowed.includes(value)
      ? undefined
      : `expected one of ${allowed.join(", ")}, got ${JSON.stringify(value)}`;
}

/** A check that the text is JSON. */
export function isJson(value: string): string | undefined {
  try {
    JSON.parse(value);
    return undefined;
  } catch {
    return "not valid JSON";
  }
}

/** A check for the greatest length in characters. */
export function maxLength(length: number): (value: string) => string | undefined {
  return (value) =>
    value.length <= length ? undefined : `longer than ${length} characters (${value.length})`;
}
