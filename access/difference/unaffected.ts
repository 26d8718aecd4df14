import { isDeepStrictEqual } from "node:util";
import type { EffectiveAccess } from "../effective/access.ts";
import type { Change } from "./change.ts";
import { named, type Pair, rolesOf, type Side } from "./clients.ts";
import { lacking } from "./differences.ts";
import type { PeopleSide, SignInPair } from "./sign-in-pairs.ts";

/** A change of one stack, as far as it was worked out. */
interface Compared {
  before: EffectiveAccess;
  after: EffectiveAccess;
  accounts: readonly Pair[];
  signIns: readonly SignInPair[];
  changes: readonly Change[];
}

/**
 * For a way for people to sign in that is new beside services, and for a service that is new beside people: that
 * nobody else's roles change, where that is so. Sentences without a full stop; none where it is not so, or not known.
 */
export function unaffected(compared: Compared): string[] {
  const { accounts, signIns, changes } = compared;
  const [newAccounts, oldAccounts] = [accounts.filter(isNew), accounts.filter(isKept)];
  const [newSignIns, oldSignIns] = [signIns.filter(isNew), signIns.filter(isKept)];
  const peopleCome = newSignIns.length > 0 && oldAccounts.length > 0;
  const servicesCome = newAccounts.length > 0 && oldSignIns.length > 0;
  if (!peopleCome && !servicesCome) return [];
  const newcomers = new Set([
    ...newAccounts.map(({ subject }) => subject),
    ...newSignIns.map(({ title }) => title),
  ]);
  const isDoubt = ({ category, subject }: Change) =>
    category === "unknown" && !newcomers.has(subject);
  if (changes.some(isDoubt) || !oldAccounts.every(hasSameRoles) || !oldSignIns.every(hasSame)) {
    return [];
  }
  const providers = sameProviders(compared);
  if (providers === undefined) return [];
  const groups = oldSignIns.flatMap(({ after }) => after?.signIn.groups ?? []);
  const those = [
    ...counted(oldAccounts.length, "account"),
    ...counted(groups.length, "group of people", "groups of people"),
  ].join(" and ");
  const restarts = changes.some(({ code }) => code === "restart");
  return [
    `Nobody else's roles change: ${those} ${oldAccounts.length + groups.length === 1 ? "keeps its own" : "keep theirs"}, since each provider of Neo4j has a mapping of its own, and ` +
      `${providers.length === 1 ? "that" : "those"} of ${named(providers)} stay${providers.length === 1 ? "s" : ""} as ${providers.length === 1 ? "it is" : "they are"}`,
    ...(restarts ? ["Neo4j restarts, which ends their sessions and changes no role"] : []),
  ];
}

function isNew({ before, after }: { before?: unknown; after?: unknown }): boolean {
  return before === undefined && after !== undefined;
}

function isKept({ before, after }: { before?: unknown; after?: unknown }): boolean {
  return before !== undefined && after !== undefined;
}

function hasSameRoles({ before, after }: Pair): boolean {
  const of = (side: Side | undefined) => ({
    roles: [...rolesOf(side?.access).keys()].sort(),
    login: (side?.access.logins.length ?? 0) > 0,
    open: side?.access.open.map(({ reason, neo4j }) => `${reason} ${neo4j.name}`).sort(),
  });
  return isDeepStrictEqual(of(before), of(after));
}

function hasSame({ before, after }: SignInPair): boolean {
  const of = (side: PeopleSide | undefined) => [side?.signIn.groups, side?.signIn.open];
  return isDeepStrictEqual(of(before), of(after));
}

/** Providers that were there, if all of them are there still and give the same roles to the same groups. */
function sameProviders({ before, after }: Compared): string[] | undefined {
  const of = ({ neo4j }: EffectiveAccess) =>
    new Map(
      neo4j.flatMap(({ name, providers }) =>
        providers.map(({ id, groupsClaim, mapping }) => [
          `${name} ${id}`,
          { id, groupsClaim, mapping },
        ]),
      ),
    );
  const [old, now] = [of(before), of(after)];
  const isSame = (key: string) => isDeepStrictEqual(old.get(key), now.get(key));
  if (old.size === 0 || lacking([...now.keys()], [...old.keys()]).length > 0) return undefined;
  return [...old.keys()].every(isSame) ? [...old.values()].map(({ id }) => id) : undefined;
}

function counted(count: number, one: string, several = `${one}s`): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
}
