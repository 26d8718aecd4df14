/** What is known of one setting of Neo4j. A key that does not apply is left out. */
export interface Facts {
  /** `boolean`, `duration`, `list` and so on; `string` where Neo4j takes any text. */
  type: string;
  /** Of a list or set: the type of its elements. */
  each?: string;
  /** Of an `enum`, or of elements that are one: the allowed words. */
  values?: string[];
  /** The bounds, as the manual writes them: `1`, `1s`, `1.00MiB`. */
  min?: string;
  max?: string;
  /** A single value that is allowed outside the bounds. */
  or?: string;
  /** True: an address that others can reach, so not `0.0.0.0`. */
  accessible?: true;
  /** True: the value may not be empty. */
  filled?: true;
  /** Of a map: the only keys that it may have, and those that it must have. */
  keys?: string[];
  required?: string[];
  /** True: only the Enterprise edition has the setting. */
  enterprise?: true;
  /** True: it can be changed while the server runs. */
  dynamic?: true;
  /** The release that introduced it, unless the line began with it. */
  since?: string;
}

/** Settings by name. An id of the user's choice is in angle brackets. */
export type Settings = Record<string, Facts>;
