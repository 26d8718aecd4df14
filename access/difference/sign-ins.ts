import type { EffectiveAccess } from "../effective/access.ts";
import { Unknown } from "../effective/resource.ts";
import { SIGN_IN_OPEN } from "../effective/sign-in.ts";
import { ANY_CLIENT } from "../effective/token.ts";
import { type Change, change, changed } from "./change.ts";
import {
  clause,
  type Difference,
  difference,
  differences,
  type Fact,
  lacking,
} from "./differences.ts";
import { providerFacts, REQUEST } from "./people-facts.ts";
import { newlyOpen, type PeopleSide, type SignInPair } from "./sign-in-pairs.ts";

/** Ways for people to sign in that are new, gone, or for other tokens, and what nobody can tell of them any more. */
export function signInChanges(
  pair: SignInPair,
  old: EffectiveAccess,
  now: EffectiveAccess,
): Change[] {
  const { before, after, title } = pair;
  if (after === undefined) return before === undefined ? [] : [removed(pair, before, now)];
  return [
    ...(before === undefined
      ? [added(pair, after, old)]
      : [...trustChanges(pair, before, after), ...requestChanges(pair, before, after)]),
    ...lifetimeChanges(pair),
    ...newlyOpen(pair).map((reason) =>
      change("unknown", OPEN_CODES[reason], title, {
        database: after.signIn.neo4j.name,
        sentence: `Which roles people have who come by ${title} is not known`,
        because: SIGN_IN_OPEN[reason],
      }),
    ),
  ];
}

const OPEN_CODES = {
  "groups-unknown": "groups-unknown",
  "local-users": "local-users",
  "auth-rules": "auth-rules",
  "database-roles": "local-users",
  "no-app": "people-unknown",
} as const;

function added({ title }: SignInPair, side: PeopleSide, old: EffectiveAccess): Change {
  const { neo4j } = side.signIn;
  const facts = settingsOf(side);
  return change("widened", "sign-in-added", title, {
    database: neo4j.name,
    sentence: `People can sign in to ${neo4j.name} through ${through(side)}`,
    differences: differences([], [...facts, ...providerFacts(side)]),
    because: isAsked(side, old)
      ? "people get tokens of this kind now"
      : `provider ${side.signIn.provider.id} is new among the authentication providers`,
    effect: `${whom(side)}, with PUBLIC${side.signIn.groups.length === 0 ? "" : " and the roles of their groups"}`,
  });
}

function removed({ title }: SignInPair, side: PeopleSide, now: EffectiveAccess): Change {
  const { neo4j, provider } = side.signIn;
  const stays = isAsked(side, now);
  return change("lost", "sign-in-removed", title, {
    database: neo4j.name,
    sentence: `People can no longer sign in to ${neo4j.name} through ${through(side)}`,
    because: stays
      ? "nobody gets a token of this kind any more"
      : `provider ${provider.id} is no longer among the authentication providers`,
    effect: stays
      ? "Tokens that were issued before last to their end"
      : "It ends when Neo4j restarts, for tokens that were issued before too",
  });
}

/** Whether a database server has the provider of a sign-in. */
function isAsked({ signIn: { neo4j, provider } }: PeopleSide, all: EffectiveAccess): boolean {
  return all.neo4j.some(
    ({ release, providers }) =>
      release.urn === neo4j.release.urn && providers.some(({ id }) => id === provider.id),
  );
}

/** Provider and app, or who else issues the tokens. */
function through({ signIn: { provider, app } }: PeopleSide): string {
  const { id, issuer } = provider;
  if (app === ANY_CLIENT) return `${id} (any other app of the org)`;
  if (app !== undefined) return `${id} (app ${app.name})`;
  if (issuer === undefined) return `${id} (its settings name no issuer)`;
  return `${id} (tokens of ${issuer instanceof Unknown ? "an issuer that is not known yet" : issuer})`;
}

/** Who gets in, as far as anybody can say. */
function whom({ signIn: { app, neo4j } }: PeopleSide): string {
  if (neo4j.requiresLocalUser) return "Whoever is a user in the database gets in";
  return app === undefined
    ? "Whoever its identity provider gives a token for this client gets in"
    : "Whoever the app is assigned to, and a rule lets in, gets in";
}

/** A provider's own settings. */
function settingsOf({ signIn: { neo4j, provider } }: PeopleSide): Fact[] {
  const own = `dbms.security.oidc.${provider.id}.`;
  return Object.entries(neo4j.config).filter(([name]) => name.startsWith(own));
}

/** A provider of the same name that takes other tokens, or reads them in another way. */
function trustChanges({ title }: SignInPair, before: PeopleSide, after: PeopleSide): Change[] {
  const found = trustDifferences(before, after);
  const others = found.filter((one) => !isFurtherAudience(one, after));
  return changed("widened", "sign-in-trust", title, {
    database: after.signIn.neo4j.name,
    sentence: found.some(({ what }) => what.endsWith("user name"))
      ? `People who come by ${title} have other names in the database`
      : `Other tokens let people in by ${title}`,
    differences: others.length === 0 ? [] : found,
    because: found.map(clause),
    effect: found.some(({ what }) => /(?:issuer|audience|keys)$/.test(what))
      ? "Tokens of before are refused, and whoever is given one of the new kind gets in"
      : "Who is called otherwise is another user to Neo4j; other groups are other roles",
  });
}

/** Where another issuer has other keys, that goes without saying. */
function trustDifferences(before: PeopleSide, after: PeopleSide): Difference[] {
  const found = differences(providerFacts(before), providerFacts(after));
  if (found.some(({ what }) => what.endsWith("issuer"))) return found;
  const { id, keysAt } = after.signIn.provider;
  return [...found, ...difference(`provider ${id}'s keys`, before.signIn.provider.keysAt, keysAt)];
}

/** What Browser and Bloom ask the identity provider for, and how. */
function requestChanges({ title }: SignInPair, before: PeopleSide, after: PeopleSide): Change[] {
  const of = (side: PeopleSide) =>
    settingsOf(side).filter(([name]) => REQUEST.has(name.split(".").at(-1) ?? ""));
  return changed("breaks", "sign-in-request", title, {
    database: after.signIn.neo4j.name,
    sentence: `Browser asks for other tokens (${title})`,
    differences: differences(of(before), of(after)),
    effect: "People sign in again; a discovery file of npm run browser-config has to be made anew",
  });
}

/** A further audience is told as such. */
function isFurtherAudience({ what, before, after }: Difference, { signIn }: PeopleSide): boolean {
  const list = (value: unknown) => (typeof value === "string" ? value.split(", ") : undefined);
  const [old, now] = [list(before), list(after)];
  const isAudience = what === `provider ${signIn.provider.id}'s audience`;
  return isAudience && old !== undefined && now !== undefined && lacking(now, old).length === 0;
}

function lifetimeChanges({ title, before, after }: SignInPair): Change[] {
  const [from, to] = [before?.signIn.lifetimeMinutes, after?.signIn.lifetimeMinutes];
  if (from === undefined || to === undefined || from === to) return [];
  const isLonger = to > from;
  return [
    change(
      isLonger ? "widened" : "lost",
      isLonger ? "lifetime-longer" : "lifetime-shorter",
      title,
      {
        sentence: `Tokens of people who come by ${title} last ${to} minutes instead of ${from}`,
        differences: [{ what: "accessTokenLifetimeMinutes", before: from, after: to }],
        effect: `Who leaves a group keeps its roles for at most ${to} minutes`,
      },
    ),
  ];
}
