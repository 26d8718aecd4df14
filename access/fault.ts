/** One reason why a value is refused. */
export interface Fault {
  /** Stable, for tests and for searching the documentation. */
  code: string;
  /** Where, as keys and list indices. */
  at: readonly (string | number)[];
  /** What is wrong, naming the value unless it could be a secret. Follows the path in a sentence. */
  message: string;
  /** What would be accepted. */
  allowed: string;
  /** What to do. */
  fix: string;
}
