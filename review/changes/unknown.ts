import type { EffectiveAccess, Open } from "../../access/effective/access.ts";
import { hiddenProperties, hiddenSettings } from "../../access/effective/hidden.ts";
import type { Resource } from "../../access/effective/resource.ts";
import { type Change, change } from "./change.ts";
import { onlyIn, type Pair, type Side, together } from "./clients.ts";
import { why } from "./facts.ts";

/** Why the roles of a client are not known. */
export const OPEN_REASONS: Readonly<Record<Open["reason"], string>> = {
  "groups-unknown":
    "the groups of its tokens are not known yet, or come from an expression that is not read here",
  "local-users":
    "roles come from users in the database (dbms.security.require_local_user), which no stack declares",
  "auth-rules": "rules in the database may grant roles by claims",
};

/** What the stack no longer tells. What it did not tell before either is no change. */
export function unknownChanges(all: readonly Pair[]): Change[] {
  return together(all, newlyOpen).map(({ subject, value: { reason, database, differences } }) =>
    change("unknown", reason, subject, {
      database,
      sentence: `Which roles ${subject.subject} will have in ${database} is not known`,
      differences,
      because: OPEN_REASONS[reason],
    }),
  );
}

function newlyOpen(pair: Pair) {
  const of = (side: Side | undefined) =>
    new Map(
      side?.access.open.map(({ reason, neo4j }) => [
        `${reason} ${neo4j.name}`,
        { reason, database: neo4j.name },
      ]),
    );
  const open = onlyIn(of(pair.after), of(pair.before));
  return open.map((one) => ({ ...one, differences: why(pair).differences }));
}

/** What cannot be read hides every change of it too, so this is told each time. */
export function hiddenChanges(
  { neo4j }: EffectiveAccess,
  resources: readonly Resource[],
): Change[] {
  const all = [...neo4j.flatMap(hiddenSettings), ...hiddenProperties(resources)];
  const bySubject = Map.groupBy(all, ({ subject }) => subject);
  return [...bySubject].map(([subject, hidden]) =>
    change("unknown", "hidden", subject, {
      sentence: `Who has which role cannot be told, as ${subject} is not all in the clear`,
      differences: hidden.map(({ what }) => ({ what })),
      because: hidden.map(({ what }) => `${what} is a secret, or not known before the deployment`),
      effect: "Give it in the clear: nothing that decides over access is a secret",
    }),
  );
}
