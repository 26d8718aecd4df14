import type { Properties } from "../../protocol/values.ts";
import type { Cluster } from "../cluster.ts";

/** What tells one kind of object from another. */
export interface ObjectKind {
  apiVersion: string;
  kind: string;
  namespaced: boolean;
  /** Inputs that a program may set, beside apiVersion, kind and metadata. */
  fields: readonly string[];
  /** Properties that are secret as a whole. */
  secretFields: readonly string[];
  /** Brings inputs into the form that is stored. */
  normalize(inputs: Properties): Properties;
  /** Whether a change at the path needs a new object, beside a change of name or namespace. */
  replaces(path: string, cluster: Cluster): boolean;
}
