import { z } from "zod";
import { type Code, codeSchema } from "./codes.ts";
import { clause, type Difference, differenceSchema } from "./differences.ts";

/** What changes mean, in the order of the page: how the page, `--fail-on` and SARIF call them. */
export const KINDS = {
  gained: { heading: "Gained", gate: "gain", sign: "+", level: "note" },
  lost: { heading: "Lost", gate: "loss", sign: "−", level: "note" },
  widened: { heading: "Widened", gate: "widening", sign: "↔", level: "warning" },
  breaks: { heading: "Will break consumers", gate: "break", sign: "✗", level: "warning" },
  outage: { heading: "Outage", gate: "outage", sign: "!", level: "warning" },
  unknown: { heading: "Not known", gate: "unknown", sign: "?", level: "warning" },
} as const;

/** What a change means. */
export type Category = keyof typeof KINDS;

/** In the order of the page. */
export const CATEGORIES = Object.keys(KINDS) as Category[];

const texts = z.array(z.string());

/** One thing that a preview changes about access. */
export const changeSchema = z.strictObject({
  category: z.enum(CATEGORIES).describe("What the change means; the page has this order."),
  code: codeSchema.describe("Stable; docs/review.md says what each means."),
  subject: z.string().describe("The account, server or object that it is about."),
  accounts: texts.describe("Names of the accounts that it is about, all of them."),
  clientId: z.string().optional().describe("OAuth client id of the account, where it is known."),
  owner: z.string().optional().describe("Who answers for the account."),
  role: z.string().optional().describe("The Neo4j role; * is any role."),
  database: z.string().optional().describe("The Neo4j server, by namespace and name."),
  sentence: z.string().describe("What happens, without a full stop."),
  differences: z.array(differenceSchema).optional().describe("What differs in the stack, as data."),
  causes: texts.describe("What differs in the stack, each a whole clause."),
  effects: texts.describe("What follows: what succeeds now, or until when the old access lasts."),
});

/** One thing that a preview changes about access. */
export type Change = z.infer<typeof changeSchema>;

/** Whom or what a change is about. */
export type Subject = Pick<Change, "subject" | "accounts" | "clientId" | "owner">;

/** What is said of a change beside its code. */
interface Said extends Partial<Pick<Change, "role" | "database" | "differences">> {
  sentence: string;
  /** Default: a clause for each difference. */
  because?: string | string[];
  /** What follows from it. Default: nothing. */
  effect?: string;
}

/**
 * A change.
 *
 * @param about whom it is about, or the name of a server or an object
 * @param said whatever in its words can be another while it is about the same is a difference too
 */
export function change(
  category: Category,
  code: Code,
  about: Subject | string,
  { differences = [], because = differences.map(clause), effect, ...said }: Said,
): Change {
  const whom: Subject = typeof about === "string" ? { subject: about, accounts: [] } : about;
  const { subject, accounts, clientId, owner } = whom;
  const [causes, effects] = [[because].flat(), effect === undefined ? [] : [effect]];
  return {
    ...{ category, code, subject, accounts, clientId, owner },
    ...{ ...said, differences, causes, effects },
  };
}

/** A change, where anything differs. */
export function changed(
  category: Category,
  code: Code,
  about: Subject | string,
  said: Said & { differences: Difference[] },
): Change[] {
  return said.differences.length === 0 ? [] : [change(category, code, about, said)];
}
