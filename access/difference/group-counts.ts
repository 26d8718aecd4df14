import type { Change } from "./change.ts";
import type { Code } from "./codes.ts";
import { aboutGroup } from "./people.ts";
import { membersOf, type SignInPair } from "./sign-in-pairs.ts";

/** How many groups of people a stack has, each by its way to sign in, and what becomes of them. */
export interface GroupCounts {
  before: number;
  after: number;
  /** Those that are there before and after, and that no change names. */
  unchanged: number;
  /** Those that were there, and lose or gain a role or a way in. */
  removedOrChanged: number;
}

const MOVED: ReadonlySet<Code> = new Set([
  ...(["people-role-gained", "people-admin", "people-let-in"] as const),
  ...(["people-role-lost", "people-kept-out", "people-unknown"] as const),
]);

/** Nothing where there are no groups at all. */
export function countedGroups(
  pairs: readonly SignInPair[],
  changes: readonly Change[],
): { groups?: GroupCounts } {
  const touched = new Set(changes.flatMap(({ code, subject }) => (MOVED.has(code) ? subject : [])));
  const of = (side: "before" | "after") =>
    pairs.flatMap((pair) =>
      [...membersOf(pair[side]).keys()].map((group) => aboutGroup(pair, group).subject),
    );
  const [before, after] = [of("before"), new Set(of("after"))];
  if (before.length + after.size === 0) return {};
  const isSame = (subject: string) => after.has(subject) && !touched.has(subject);
  const unchanged = before.filter(isSame).length;
  const removedOrChanged = before.length - unchanged;
  return { groups: { before: before.length, after: after.size, unchanged, removedOrChanged } };
}
