import type { ClientAccess, EffectiveAccess, Grant } from "../../access/effective/access.ts";
import type { Client } from "../../access/effective/okta.ts";
import { Unknown } from "../../access/effective/resource.ts";

/** One client on one side of a comparison. */
export interface Side {
  client: Client;
  access: ClientAccess;
  all: EffectiveAccess;
}

/** One client before and after; at least one side is there. */
export interface Pair {
  name: string;
  clientId: string | undefined;
  owner: string | undefined;
  before: Side | undefined;
  after: Side | undefined;
}

/**
 * The same client on both sides: by its client id, which is the user in the database, whatever the
 * program calls the app; by its URN where that id is not known.
 */
export function pairs(before: EffectiveAccess, after: EffectiveAccess): Pair[] {
  const [old, now] = [sides(before), sides(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const labels = Map.groupBy(keys, (key) => (now.get(key) ?? old.get(key))?.client.name);
  return keys
    .map((key) => {
      const [one, other] = [old.get(key), now.get(key)];
      const { name = key, note, clientId } = (other ?? one)?.client ?? {};
      const isOnly = labels.get(name)?.length === 1;
      return {
        name: isOnly ? name : `${name} (client id ${key})`,
        owner: note?.owner,
        clientId: typeof clientId === "string" ? clientId : undefined,
        before: one,
        after: other,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function sides(all: EffectiveAccess): Map<string, Side> {
  return new Map(
    [...all.clients].map(([client, access]) => {
      const { clientId, app } = client;
      return [clientId instanceof Unknown ? app.urn : clientId, { client, access, all }];
    }),
  );
}

/** Grants by database server and role; several grants are several ways to the same role. */
export function rolesOf({ grants }: ClientAccess): Map<string, Grant[]> {
  return Map.groupBy(grants, ({ neo4j, role }) => `${neo4j.release.urn}\n${role}`);
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function named(names: readonly string[]): string {
  const [first = "", second, ...rest] = names;
  if (second === undefined) return first;
  return rest.length === 0
    ? `${first} and ${second}`
    : `${first}, ${second} and ${rest.length} more`;
}
