import type { Grant } from "../effective/access.ts";
import { type Change, change } from "./change.ts";
import { type Pair, rolesOf, together } from "./clients.ts";
import { why } from "./facts.ts";

/** Accounts that keep a role, but not with the tokens that they have; a moved server is told elsewhere. */
export function oldTokenChanges(all: readonly Pair[]): Change[] {
  return together(all, ended).map(({ subject, value: { minutes, ...value } }) =>
    change("breaks", "old-tokens", subject, {
      sentence: `Tokens that ${subject.subject} got before the change no longer grant ${value.role}`,
      ...value,
      effect: `New tokens do; services that keep theirs to the end are without it for up to ${minutes} minutes`,
    }),
  );
}

function ended(pair: Pair) {
  const [now, issued] = [rolesOf(pair.after?.access), rolesOf(pair.issued?.access)];
  return [...rolesOf(pair.before?.access)].flatMap(([key, grants]) => {
    const [{ role, neo4j }] = grants;
    if (issued.has(key) || isMoved(grants, now.get(key))) return [];
    const minutes = Math.max(...grants.map(({ token }) => token.lifetimeMinutes));
    return [{ role, database: neo4j.name, minutes, ...why(pair) }];
  });
}

/** Also true for a role that is lost. */
function isMoved(before: readonly Grant[], after: readonly Grant[] = []): boolean {
  const issuers = new Set(before.map(({ provider }) => provider.issuer));
  return !after.some(({ provider }) => issuers.has(provider.issuer));
}
