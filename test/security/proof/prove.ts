import { expect } from "vitest";
import { reviewOf } from "../../../access/difference/changes.ts";
import {
  type ClientAccess,
  type EffectiveAccess,
  effectiveAccess,
} from "../../../access/effective/access.ts";
import type { Resource } from "../../../access/effective/resource.ts";
import { ROLES } from "./database.ts";
import { planned } from "./declared.ts";
import { type Kind, kindsOf, type Proven, realRoles, reviewKinds, rolesOf } from "./kinds.ts";
import type { ProofOrg } from "./org.ts";
import { type Asked, OUTSIDERS, realize, type World } from "./world.ts";

/**
 * Two stacks do what the model says of each, and a review of the change says their difference.
 *
 * @returns what of `KINDS` they came upon
 */
export async function provePair(
  [before, after]: [World, World],
  org: ProofOrg,
): Promise<ReadonlySet<Kind>> {
  const [old, now] = [await prove(before, org), await prove(after, org)];
  proveReview(old, now, now.resources);
  proveReview(now, old, old.resources);
  proveReview(old, now, planned(now.deployed, old.resources));
  proveReview(now, old, planned(old.deployed, now.resources));
  return new Set([...kindsOf(old), ...kindsOf(now), ...reviewKinds(old, now)]);
}

async function prove(world: World, org: ProofOrg) {
  const { resources, reality } = await realize(world, org);
  const model = effectiveAccess(resources);
  for (const [client, access] of model.clients) {
    const id = String(client.clientId);
    proveClient(id, access, reality.get(id) ?? []);
  }
  for (const name of OUTSIDERS) proveOutsider(name, model.anyClient, reality.get(name) ?? []);
  return { resources, deployed: resources, model, reality };
}

function proveClient(name: string, access: ClientAccess, asked: readonly Asked[]): void {
  proveTokens(name, access, asked);
  const [said, real] = [rolesOf(access), realRoles(asked)];
  if (access.open.length === 0) expect(real, name).toEqual(said);
  else expect(real, name).toEqual(expect.arrayContaining(said));
  if (access.open.some(({ reason }) => reason === "local-users")) expect(said, name).toEqual([]);
  else expect(hasLogin(asked), name).toBe(access.logins.length > 0);
}

/**
 * An outsider is one app, and "any app" may have any client id, and a text where this one has a list:
 * where such things name group or user, it has no more than what is said.
 */
function proveOutsider(name: string, access: ClientAccess, asked: readonly Asked[]): void {
  proveTokens(name, access, asked);
  const [said, real] = [rolesOf(access), realRoles(asked)];
  const byId = access.grants.some(
    ({ claim, provider }) =>
      claim === undefined || !["sub", "cid"].includes(provider.usernameClaim),
  );
  if (byId || access.open.length > 0) {
    const most = access.open.length > 0 ? ROLES : said;
    expect(most, name).toEqual(expect.arrayContaining(real));
  } else expect(real, name).toEqual(said);
}

/** The same scopes, for as long, and no way to more by asking for several at once. */
function proveTokens(name: string, { tokens }: ClientAccess, asked: readonly Asked[]): void {
  const lifetimes = (scope: string) => {
    const own = tokens.filter((token) => token.scope === scope);
    const any = tokens.filter((token) => token.scope === "*");
    return (own.length > 0 ? own : any).map(({ lifetimeMinutes }) => lifetimeMinutes);
  };
  const single = asked.filter(({ scopes }) => scopes.length === 1);
  const said = new Set(tokens.map(({ scope }) => (scope === "*" ? "console" : scope)));
  expect(single.flatMap(({ scopes }) => scopes).toSorted(), name).toEqual([...said].toSorted());
  for (const { scopes, minutes } of asked) {
    const [first = ""] = scopes;
    if (scopes.length === 1) expect(minutes, `${name} ${first}`).toBe(lifetimes(first)[0]);
    for (const scope of scopes) expect(lifetimes(scope), `${name} ${scopes}`).toContain(minutes);
  }
  const longest = (all: readonly number[]) => Math.max(0, ...all);
  expect(longest(asked.map(({ minutes }) => minutes)), name).toBe(
    longest(tokens.map(({ lifetimeMinutes }) => lifetimeMinutes)),
  );
}

/** Roles that a review says to be gained and lost, against those that are. */
function proveReview(before: Proven, after: Proven, resources: readonly Resource[]): void {
  const { changes } = reviewOf({ before: before.resources, after: resources, steps: [] });
  const open = new Set([...openIds(before.model), ...openIds(after.model)]);
  const ids = new Set([...before.reality.keys(), ...after.reality.keys()]);
  for (const id of ids) {
    if (open.has(id) || OUTSIDERS.includes(id)) continue;
    const [old, now] = [before, after].map(({ reality }) => realRoles(reality.get(id) ?? []));
    const said = (code: string) =>
      changes
        .filter((change) => (change.clientId ?? `${change.subject}-id`) === id)
        .filter((change) => change.code === code)
        .flatMap(({ role = "" }) => (ROLES.includes(role) ? [role] : []))
        .toSorted();
    expect(said("role-gained"), id).toEqual(now?.filter((role) => !old?.includes(role)));
    expect(said("role-lost"), id).toEqual(old?.filter((role) => !now?.includes(role)));
  }
}

function openIds({ clients }: EffectiveAccess): string[] {
  return [...clients].flatMap(([{ clientId }, { open }]) =>
    open.length > 0 ? [String(clientId)] : [],
  );
}

function hasLogin(asked: readonly Asked[]): boolean {
  return asked.some(({ roles }) => roles !== undefined);
}
