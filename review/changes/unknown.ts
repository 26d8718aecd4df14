import type { EffectiveAccess, Open } from "../../access/effective/access.ts";
import { hiddenProperties } from "../../access/effective/hidden.ts";
import { hiddenSettings } from "../../access/effective/neo4j.ts";
import { nameOf, type Resource } from "../../access/effective/resource.ts";
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

/** What cannot be read hides every change of it too, so this is told each time. */
export function hiddenChanges(
  { neo4j }: EffectiveAccess,
  resources: readonly Resource[],
): Change[] {
  const settings = neo4j.flatMap((server) =>
    hiddenSettings(server).map((name) => ({ subject: server.name, what: name })),
  );
  const properties = hiddenProperties(resources).map(({ resource, property }) => ({
    subject: nameOf(resource),
    what: `${property} of ${nameOf(resource)}`,
  }));
  const bySubject = Map.groupBy([...settings, ...properties], ({ subject }) => subject);
  return [...bySubject].map(([subject, hidden]) => ({
    category: "unknown",
    code: "hidden",
    subject,
    accounts: [],
    sentence: `Who has which role cannot be told, as ${subject} is not all in the clear`,
    causes: hidden.map(({ what }) => `${what} is a secret, or not known before the deployment`),
    effects: ["Give it in the clear: nothing that decides over access is a secret"],
  }));
}
