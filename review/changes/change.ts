import type { Code } from "./codes.ts";

/** What a change means, in the order of the page. */
export const CATEGORIES = ["gained", "lost", "widened", "breaks", "outage", "unknown"] as const;

/** What a change means. */
export type Category = (typeof CATEGORIES)[number];

/** One thing that a preview changes about access. */
export interface Change {
  category: Category;
  code: Code;
  /** The account, the server or the object that it is about. */
  subject: string;
  /** Names of the accounts that it is about; none for a server or an object. */
  accounts: readonly string[];
  /** OAuth client id, where it is about one that is known. */
  clientId?: string | undefined;
  /** Who answers for the account. */
  owner?: string | undefined;
  /** The Neo4j role, where it is about one. */
  role?: string | undefined;
  /** A whole sentence without its full stop, e.g. `etl-loader gains publisher`. */
  sentence: string;
  /** What in the stack differs, each a whole clause. */
  causes: readonly string[];
  /** What follows: an example of what succeeds now, or until when the old access lasts. */
  effects: readonly string[];
}
