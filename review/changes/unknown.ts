import type { EffectiveAccess, Open } from "../../access/effective/access.ts";
import { hiddenSettings } from "../../access/effective/neo4j.ts";
import type { Change } from "./change.ts";
import { named, type Pair, type Side } from "./clients.ts";

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
  const found = all.flatMap((pair) => {
    const known = new Set(keys(pair.before));
    return keys(pair.after).flatMap((key) => (known.has(key) ? [] : { pair, key }));
  });
  const byKey = Map.groupBy(found, ({ key }) => key);
  return [...byKey].map(([key, ones]) => {
    const [reason = "groups-unknown", server] = key.split("\n") as [Open["reason"], string];
    const accounts = [...new Set(ones.map(({ pair }) => pair.name))];
    const names = named(accounts);
    return {
      category: "unknown",
      code: reason,
      subject: names,
      accounts,
      sentence: `Which roles ${names} will have in ${server} is not known`,
      causes: [OPEN_REASONS[reason]],
      effects: [],
    };
  });
}

function keys(side: Side | undefined): string[] {
  return (side?.access.open ?? []).map(({ reason, neo4j }) => `${reason}\n${neo4j.name}`);
}

/** What hides a setting of Neo4j hides every change of it too, so this is told each time. */
export function hiddenChanges({ neo4j }: EffectiveAccess): Change[] {
  return neo4j.flatMap((server) => {
    const hidden = hiddenSettings(server);
    if (hidden.length === 0) return [];
    return {
      category: "unknown" as const,
      code: "settings-hidden",
      subject: server.name,
      accounts: [],
      sentence: `Who has which role in ${server.name} cannot be told`,
      causes: hidden.map((name) => `${name} is a secret, or not known before the deployment`),
      effects: ["Give it in the clear: no setting that decides over access is a secret"],
    };
  });
}
