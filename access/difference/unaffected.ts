import { isDeepStrictEqual } from "node:util";
import type { EffectiveAccess } from "../effective/access.ts";
import { isSignedFor, type Provider } from "../effective/neo4j.ts";
import type { Change } from "./change.ts";
import { named, type Pair, rolesOf, type Side } from "./clients.ts";
import type { Code } from "./codes.ts";
import { lacking } from "./differences.ts";
import { aboutGroup } from "./people.ts";
import { membersOf, type PeopleSide, type SignInPair } from "./sign-in-pairs.ts";

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
    ...newSignIns.flatMap((pair) =>
      [...membersOf(pair.after).keys()].map((group) => aboutGroup(pair, group).subject),
    ),
  ]);
  if (changes.some((one) => concernsRoles(one) && !newcomers.has(one.subject))) return [];
  if (![...accounts, ...signIns].every((one) => isNew(one) || isKept(one))) return [];
  if (!oldAccounts.every(hasSameRoles) || !oldSignIns.every(hasSame)) return [];
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

const OF_ACCESS: ReadonlySet<Change["category"]> = new Set([
  ...(["gained", "lost", "widened", "unknown"] as const),
]);

/** Says that access is wider or longer, and nobody's role another; of providers, {@link onlyNewProviders} says more. */
const NOT_OF_ROLES: ReadonlySet<Code> = new Set([
  ...(["origin-added", "redirect-uri-added", "key-added"] as const),
  ...(["lifetime-longer", "lifetime-shorter", "shared-server", "provider-added"] as const),
]);

function concernsRoles({ category, code }: Change): boolean {
  return OF_ACCESS.has(category) && !NOT_OF_ROLES.has(code);
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

/** Providers that were there, if all of them are there still and as they were. */
function sameProviders({ before, after }: Compared): string[] | undefined {
  const of = ({ neo4j }: EffectiveAccess) =>
    new Map(
      neo4j.flatMap(({ name, providers }) =>
        providers.map((provider): [string, Provider] => [`${name} ${provider.id}`, provider]),
      ),
    );
  const [old, now] = [of(before), of(after)];
  const isSame = (key: string) => isDeepStrictEqual(old.get(key), now.get(key));
  if (old.size === 0 || lacking([...now.keys()], [...old.keys()]).length > 0) return undefined;
  if (!onlyNewProviders(before, after) || takesFromOthers(before, after)) return undefined;
  return [...old.keys()].every(isSame) ? [...old.values()].map(({ id }) => id) : undefined;
}

/** Whether what is new in the provider lists are new OIDC providers: `native` would give others further roles. */
function onlyNewProviders(before: EffectiveAccess, after: EffectiveAccess): boolean {
  return before.neo4j.every((old) => {
    const now = after.neo4j.find(({ release }) => release.urn === old.release.urn);
    if (now === undefined) return false;
    const ids = lacking(
      old.providers.map(({ id }) => id),
      now.providers.map(({ id }) => id),
    );
    const entries = new Set(ids.map((id) => `oidc-${id}`));
    return (["authentication", "authorization"] as const).every(
      (list) =>
        lacking(now[list], old[list]).length === 0 &&
        lacking(old[list], now[list]).every((entry) => entries.has(entry)),
    );
  });
}

/**
 * Whether a new provider could take tokens of one that was there: of an identity provider that is none of the stack,
 * nobody works out who gets which. One issuer is enough, as providers may change their places in the list too.
 */
function takesFromOthers(before: EffectiveAccess, after: EffectiveAccess): boolean {
  const old = before.neo4j.flatMap(({ providers }) => providers);
  const known = new Set(old.map(({ id }) => id));
  const issuers = new Set(old.filter((one) => !isOfStack(one, before)).map(({ issuer }) => issuer));
  const added = after.neo4j.flatMap(({ providers }) =>
    providers.filter(({ id }) => !known.has(id)),
  );
  return added.some(({ issuer }) => issuer === undefined || issuers.has(issuer));
}

function isOfStack(provider: Provider, { servers }: EffectiveAccess): boolean {
  return servers.some((server) => isSignedFor(provider, server));
}

function counted(count: number, one: string, several = `${one}s`): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
}
