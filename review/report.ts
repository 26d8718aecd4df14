import { z } from "zod";
import { CATEGORIES, type Category, type Change } from "./changes/change.ts";
import type { Review } from "./changes/changes.ts";
import { codeSchema } from "./changes/codes.ts";

const changeSchema = z.strictObject({
  category: z.enum(CATEGORIES).describe("What the change means; the page has this order."),
  code: codeSchema.describe("Stable; docs/review.md says what each means."),
  subject: z.string().describe("The account, server or object that it is about."),
  accounts: z.array(z.string()).describe("Names of the accounts that it is about, all of them."),
  clientId: z.string().optional().describe("OAuth client id of the account, where it is known."),
  owner: z.string().optional().describe("Who answers for the account."),
  role: z.string().optional().describe("The Neo4j role; * is any role."),
  sentence: z.string().describe("What happens, without a full stop."),
  causes: z.array(z.string()).describe("What differs in the stack."),
  effects: z.array(z.string()).describe("What follows from it."),
});

const count = z.int().min(0);

/** What `npm run review -- --json` prints. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    changes: z.array(changeSchema).describe("Empty: nobody's access changes."),
    counts: z.strictObject({
      before: count.describe("Accounts that the stack has."),
      after: count.describe("Accounts that it will have."),
      unchanged: count.describe("Accounts that no change names."),
      removedOrChanged: count.describe("Accounts that are removed, have other roles, or break."),
      resources: count.describe("Resources that the preview changes."),
    }),
    notLookedAt: z.array(z.string()).describe("What no preview of this stack can tell."),
    objections: z.array(z.string()).describe("Why the gate objects; empty: it does not."),
  })
  .describe("Who gains or loses which database role by a change of one stack.");

/** A review, and what the gate says. */
export interface Report extends Review {
  version: 1;
  objections: readonly string[];
}

/** Headings of the page, by category. */
const HEADINGS: Readonly<Record<Category, string>> = {
  gained: "Gained",
  lost: "Lost",
  widened: "Widened",
  breaks: "Will break consumers",
  outage: "Outage",
  unknown: "Not known",
};

/** A part of the page: what it is called, and what stands in it. */
export interface Section {
  category: Category;
  heading: string;
  changes: readonly Change[];
}

/** The parts that are not empty, in the order of the page. */
export function sections({ changes }: Review): Section[] {
  const all = CATEGORIES.map((category) => ({
    category,
    heading: HEADINGS[category],
    changes: changes.filter((change) => change.category === category),
  }));
  return all.filter(({ changes }) => changes.length > 0);
}

/** Why a change happens and what follows from it, a sentence each. */
export function explanation({ causes, effects }: Change): string[] {
  return [...causes.map((cause) => `Because ${cause}.`), ...effects.map((effect) => `${effect}.`)];
}

/** What the gate says, without a full stop; `objections` say why. */
export function verdict({ objections }: Report): string {
  return objections.length === 0 ? "The gate does not object" : "The gate objects";
}

/** One line for the top of each page. */
export function summary(review: Review): string {
  const { counts } = review;
  const parts = sections(review).map(
    ({ heading, changes }) => `${heading.toLowerCase()}: ${changes.length}`,
  );
  const accounts =
    counts.before === counts.after ? `${counts.after}` : `${counts.before}, then ${counts.after}`;
  return `${parts.length === 0 ? "Nobody's access changes" : parts.join(", ")}. Accounts: ${accounts}, unchanged: ${counts.unchanged}.`;
}
