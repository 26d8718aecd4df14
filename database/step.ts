/** What a step does, in the order in which steps are taken: nobody loses anything before others have gained. */
export const STEP_KINDS = [
  "create-role",
  "revoke-role-from-rule",
  "add-privilege",
  "revoke-privilege",
  "release-id",
  "create-user",
  "alter-user",
  "grant-role",
  "create-rule",
  "alter-rule",
  "grant-role-to-rule",
  "revoke-role",
  "drop-rule",
  "drop-user",
  "drop-role",
] as const;

/** One statement that brings the database closer to what is declared. */
export interface Step {
  kind: (typeof STEP_KINDS)[number];
  /** Cypher for the database `system`. A password is the parameter `$password`. */
  cypher: string;
  /** The user whose password it sets. */
  passwordOf?: string;
}

/** Steps in the order in which they are taken. */
export function inOrder(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => STEP_KINDS.indexOf(a.kind) - STEP_KINDS.indexOf(b.kind));
}
