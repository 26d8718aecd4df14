import type { z } from "zod";
import type { Change } from "../access/difference/change.ts";
import type { Review } from "../access/difference/changes.ts";
import { named, onlyIn } from "../access/difference/clients.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonOf } from "../access/json.ts";
import { digestOf, identity } from "./digest.ts";
import { readGiven } from "./input.ts";
import { reportSchema } from "./report.ts";

/** An access change that somebody has approved; of some, nothing but the digest is at hand. */
export type Approved = { digest: string; changes?: undefined } | z.infer<typeof reportSchema>;

/** How many changes are named that were not approved; the digest tells of all. */
const MOST = 10;

/**
 * @param given a digest, or a file that `--json` has written (- is standard input)
 * @throws Neo4jOktaError `review-approved` for a file that is no whole review, or that somebody has edited
 */
export async function readApproved(given: string, input: NodeJS.ReadableStream): Promise<Approved> {
  if (given.startsWith("sha256:")) return { digest: given };
  const text = await readGiven(given, input, "review-approved");
  const parsed = reportSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw refuse(given, "is not what npm run review -- --json prints");
  if (digestOf(parsed.data) === parsed.data.digest) return parsed.data;
  throw refuse(given, "has changes that are not of its digest");
}

/** Why this is not the approved change, as sentences; none: it is. */
export function notApproved(review: Review, approved: Approved): string[] {
  const hidden = review.changes.filter(({ code }) => code === "hidden");
  return [
    // The digest of a secret that decides over access is that of any other secret.
    ...hidden.map(({ sentence }) => `${sentence}: nobody can have approved that`),
    ...differing(review, approved),
  ];
}

function differing(review: Review, approved: Approved): string[] {
  const digest = digestOf(review);
  if (digest === approved.digest) return [];
  if (approved.changes === undefined) {
    return [
      `this access change has the digest ${digest}, and ${approved.digest} was approved. ` +
        "To see what differs, give --approved the file that --json wrote then",
    ];
  }
  if (approved.stack !== review.stack) {
    return [`a change of stack ${approved.stack} was approved, and this is one of ${review.stack}`];
  }
  const [old, now] = [byIdentity(approved.changes), byIdentity(review.changes)];
  return [
    ...told("not approved", onlyIn(now, old)),
    ...told("approved, and no longer part of the change", onlyIn(old, now)),
  ];
}

function byIdentity(changes: readonly Change[]): Map<string, Change> {
  return new Map(changes.map((change) => [identity(change), change]));
}

function told(verdict: string, changes: readonly Change[]): string[] {
  const more = changes.length - MOST;
  return [
    ...changes.slice(0, MOST).map(({ sentence, causes }) => {
      const why = causes.length === 0 ? "" : `, because ${named(causes)}`;
      return `${verdict}: ${sentence}${why}`;
    }),
    ...(more > 0 ? [`${verdict}: ${more} more`] : []),
  ];
}

function refuse(file: string, what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "review-approved",
    `${file} ${what}. Fix: give the file as --json wrote it, by this version, or approve the change anew.`,
  );
}
