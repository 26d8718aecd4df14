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
  /** The only texts that are taken. */
  oneOf?: readonly string[];
  /** The greatest length of a text, in characters. */
  maxLength?: number;
  /** The stand-in cannot carry it to the API; Check refuses it rather than drop it. */
  notCovered?: true;
}

/** The properties of a resource by their Pulumi name. */
export type ResourceSchema = Readonly<Record<string, PropertySchema>>;

/** Properties that a program may set. */
export function inputsOf(schema: ResourceSchema): [string, PropertySchema][] {
  return Object.entries(schema).filter(([, property]) => property.outputOnly !== true);
}
