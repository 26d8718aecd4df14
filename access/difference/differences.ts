import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { Unknown } from "../effective/resource.ts";

const value = z.unknown().optional();

/** Something in the stack that is another after the change. */
export const differenceSchema = z.strictObject({
  what: z.string().describe("What it is called, e.g. profile.neo4j_groups."),
  before: value.describe('Left out: it was not there. {"unknown": true}: nobody can tell.'),
  after: value.describe("Left out: it is not there any more."),
});

/** Something in the stack that is another after the change. Values are JSON, or Unknown. */
export type Difference = z.infer<typeof differenceSchema>;

/** A value by what it is called. */
export type Fact = readonly [what: string, value: unknown];

/** What two sides do not share. Of several facts of one name, each side has all. */
export function differences(before: readonly Fact[], after: readonly Fact[]): Difference[] {
  const [old, now] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.flatMap((what) => difference(what, old.get(what), now.get(what)));
}

/** A difference, or none. */
export function difference(what: string, before: unknown, after: unknown): Difference[] {
  if (isDeepStrictEqual(before, after)) return [];
  const told = (value: unknown) =>
    value === undefined || !HIDDEN.test(what) ? value : "not shown";
  return [{ what, before: told(before), after: told(after) }];
}

/** Neo4j shows it to everybody who asks, and no page has to: some identity providers call it a secret. */
const HIDDEN = /\.token_params$/;

function byName(facts: readonly Fact[]): Map<string, unknown> {
  const groups = Map.groupBy(facts, ([what]) => what);
  return new Map(
    [...groups].map(([what, ones]) => {
      const [first, ...more] = ones.map(([, value]) => value);
      return [what, more.length === 0 ? first : [first, ...more].map(shown).sort()];
    }),
  );
}

/** A difference as a clause, e.g. `profile.neo4j_groups went from [a] to [b]`. */
export function clause({ what, before, after }: Difference): string {
  if (after instanceof Unknown) return `${what} gets a value that is not known yet`;
  if (before === undefined) return `${what} is new: ${short(after)}`;
  if (after === undefined) return `${what} (${short(before)}) is gone`;
  const isLong = [before, after].every((value) => shown(value).length > LONGEST);
  if (isLong && Array.isArray(before) && Array.isArray(after)) {
    return `${what}: ${short(lacking(before, after))} more, ${short(lacking(after, before))} fewer`;
  }
  return `${what} went from ${short(before)} to ${short(after)}`;
}

/** A value for a sentence: lists in brackets. */
export function shown(value: unknown): string {
  if (value instanceof Unknown) return "not known yet";
  if (!Array.isArray(value)) return typeof value === "string" ? value : JSON.stringify(value);
  return `[${value.map((item) => (item instanceof Unknown ? "?" : shown(item))).join(", ")}]`;
}

/** A hundred groups for each of a thousand changes would be a page that nobody reads. */
const LONGEST = 300;

/** A value for a sentence, cut off where it is very long. */
export function short(value: unknown): string {
  const text = shown(value);
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST)}... (${text.length} characters)`;
}

/** What the second list has and the first lacks. */
export function lacking<T>(one: readonly T[], other: readonly T[]): T[] {
  const known = new Set(one);
  return other.filter((item) => !known.has(item));
}
