import { createHash } from "node:crypto";
import type { Change } from "../access/difference/change.ts";
import type { Review } from "../access/difference/changes.ts";

/** Another form of {@link identity} gets another number: no old digest is one of the new form. */
const FORM = "neo4j-okta access change 1";

/**
 * One change as data: what it is, whom it is about and what differs. Words of the page, times, counts
 * and Okta's ids of what is not there yet are no part of it.
 */
export function identity(change: Change): string {
  const { category, code, subject, accounts, clientId, role, database, differences = [] } = change;
  const facts = differences.map(({ what, before, after }) => ({ what, before, after }));
  return JSON.stringify([
    category,
    code,
    subject,
    accounts.toSorted(),
    clientId,
    role,
    database,
    facts.map((fact) => JSON.stringify(fact)).sort(),
  ]);
}

/** What an access change is known by: the same for the same changes of a stack in any order, and for no others. */
export function digestOf({ stack, changes }: Pick<Review, "stack" | "changes">): string {
  const hash = createHash("sha256").update(JSON.stringify([FORM, stack]));
  for (const one of [...new Set(changes.map(identity))].sort()) hash.update(`\n${one}`);
  return `sha256:${hash.digest("hex")}`;
}
