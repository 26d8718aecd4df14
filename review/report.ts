import { z } from "zod";
import {
  CATEGORIES,
  type Category,
  type Change,
  changeSchema,
  KINDS,
} from "../access/difference/change.ts";
import { jsonText } from "../access/json.ts";
import { digestOf } from "./digest.ts";

const count = z.int().min(0);

/** What `npm run review -- --json` prints. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    digest: z.string().describe("Of stack and changes as data: another one is another change."),
    stack: z.string().optional().describe("Its name, where it has any resource."),
    changes: z.array(changeSchema).describe("Empty: nobody's access changes."),
    unaffected: z
      .array(z.string())
      .optional()
      .describe("Whom the change leaves alone, where people and services meet; absent: not shown."),
    counts: z.strictObject({
      before: count.describe("Accounts that the stack has."),
      after: count.describe("Accounts that it will have."),
      unchanged: count.describe("Accounts that no change names."),
      removedOrChanged: count.describe("Accounts that are removed, have other roles, or break."),
      groups: z
        .strictObject({
          before: count.describe("Groups that the stack has."),
          after: count.describe("Groups that it will have."),
          unchanged: count.describe("Groups that no change names."),
          removedOrChanged: count.describe(
            "Groups that were there, and lose or gain a role or a way in.",
          ),
        })
        .optional()
        .describe("Groups of people, each by its way to sign in; absent: there are none."),
      resources: count.describe("Resources that the preview changes."),
    }),
    notLookedAt: z.array(z.string()).describe("What no preview of this stack can tell."),
    objections: z.array(z.string()).describe("Why the gate objects; empty: it does not."),
  })
  .describe("Who gains or loses which database role by a change of one stack.");

/** A review, and what the gate says. */
export type Report = Omit<z.infer<typeof reportSchema>, "digest">;

/** What `--json` prints. */
export function renderJson({ version, ...report }: Report): string {
  return jsonText({ version, digest: digestOf(report), ...report });
}

/** A part of the page: what it is called, and what stands in it. */
export interface Section {
  category: Category;
  heading: string;
  changes: readonly Change[];
}

/** The parts that are not empty, in the order of the page. */
export function sections({ changes }: Report): Section[] {
  const all = CATEGORIES.map((category) => ({
    category,
    heading: KINDS[category].heading,
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
export function summary(review: Report): string {
  const { counts } = review;
  const parts = sections(review).map(
    ({ heading, changes }) => `${heading.toLowerCase()}: ${changes.length}`,
  );
  const people = counts.groups === undefined ? "" : ` Groups of people: ${numbers(counts.groups)}.`;
  return `${parts.length === 0 ? "Nobody's access changes" : parts.join(", ")}. Accounts: ${numbers(counts)}.${people}`;
}

function numbers(counts: { before: number; after: number; unchanged: number }): string {
  const { before, after, unchanged } = counts;
  return `${before === after ? after : `${before}, then ${after}`}, unchanged: ${unchanged}`;
}
