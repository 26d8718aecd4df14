import type { ClientAccess, EffectiveAccess, Grant } from "../effective/access.ts";
import type { Client } from "../effective/okta.ts";
import { Unknown } from "../effective/resource.ts";
import type { Subject } from "./change.ts";

/** One client on one side of a comparison. */
export interface Side {
  client: Client;
  access: ClientAccess;
  all: EffectiveAccess;
}

/** One client before and after, at least one of them, by its name. */
export interface Pair extends Subject {
  before: Side | undefined;
  after: Side | undefined;
  /** What its tokens from before can do after the change. */
  issued: Side | undefined;
}

/**
 * The same client on both sides: by its client id, which is the user in the database, whatever the
 * program calls the app; by its URN where that id is not known.
 */
export function pairs(
  before: EffectiveAccess,
  after: EffectiveAccess,
  issued: EffectiveAccess,
): Pair[] {
  const [old, now, still] = [sides(before), sides(after), sides(issued)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const labels = Map.groupBy(keys, (key) => (now.get(key) ?? old.get(key))?.client.name);
  return keys
    .map((key) => {
      const [one, other] = [old.get(key), now.get(key)];
      const { name = key, note, clientId } = (other ?? one)?.client ?? {};
      const isOnly = labels.get(name)?.length === 1;
      const subject = isOnly ? name : `${name} (client id ${key})`;
      return {
        subject,
        accounts: [subject],
        clientId: typeof clientId === "string" ? clientId : undefined,
        owner: note?.owner,
        before: one,
        after: other,
        issued: still.get(key),
      };
    })
    .sort((a, b) => compare(a.subject, b.subject));
}

function sides(all: EffectiveAccess): Map<string, Side> {
  return new Map(
    [...all.clients].map(([client, access]) => {
      const { clientId, app } = client;
      return [clientId instanceof Unknown ? app.urn : clientId, { client, access, all }];
    }),
  );
}

/** By code unit, as every machine sorts. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** At least one. */
export type Several<T> = [T, ...T[]];

/** The database server and the role of a grant. */
export function roleKey({ neo4j, role }: Grant): string {
  return `${neo4j.release.urn}\n${role}`;
}

/** Grants by {@link roleKey}; several grants are several ways to the same role. */
export function rolesOf(access: ClientAccess | undefined): Map<string, Several<Grant>> {
  return Map.groupBy(access?.grants ?? [], roleKey) as Map<string, Several<Grant>>;
}

/** What only the first of two maps has. */
export function onlyIn<T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): T[] {
  return [...one].flatMap(([key, value]) => (other.has(key) ? [] : [value]));
}

/** Reads each client, and puts those together of which the same is to be said. */
export function together<T>(
  all: readonly Pair[],
  read: (pair: Pair) => readonly T[],
): { subject: Subject; value: T }[] {
  const found = all.flatMap((pair) => read(pair).map((value) => ({ pair, value })));
  const alike = Map.groupBy(found, ({ value }) => JSON.stringify(value));
  return [...alike.values()].map((ones) => {
    const [{ pair, value }] = ones as Several<(typeof ones)[number]>;
    const accounts = [...new Set(ones.map((one) => one.pair.subject))];
    const subject = accounts.length === 1 ? pair : { subject: named(accounts), accounts };
    return { subject, value };
  });
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function named(names: readonly string[]): string {
  const [first = "", second, ...rest] = names;
  if (second === undefined) return first;
  return rest.length === 0
    ? `${first} and ${second}`
    : `${first}, ${second} and ${rest.length} more`;
}
