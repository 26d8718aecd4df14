import type { Resource } from "../effective/resource.ts";

/** What a preview may want to do to a resource, in Pulumi's words. */
export const OPERATIONS = [
  "same",
  "create",
  "update",
  "delete",
  "replace",
  "create-replacement",
  "delete-replaced",
  "import",
  "import-replacement",
  "read",
  "read-replacement",
  "discard",
  "discard-replaced",
] as const;

/** One of them. */
export type Operation = (typeof OPERATIONS)[number];

/** One step of a preview that changes something. */
export interface Step {
  operation: Operation;
  urn: string;
  type: string;
  before: Resource | undefined;
  after: Resource | undefined;
}

/** What a stack has, and what it will have. */
export interface Preview {
  before: readonly Resource[];
  after: readonly Resource[];
  /** Steps that change something. */
  steps: readonly Step[];
}
