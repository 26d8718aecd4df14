import type { EffectiveAccess } from "../effective/access.ts";
import type { Membership, SignIn } from "../effective/sign-in.ts";
import { compare, onlyIn } from "./clients.ts";

/** One way for people to sign in before and after, at least one of them. */
export interface SignInPair {
  name: string;
  /** What the page calls it. */
  title: string;
  before: PeopleSide | undefined;
  after: PeopleSide | undefined;
  /** What its tokens from before can do after the change. */
  issued: PeopleSide | undefined;
}

/** A sign-in on one side of a comparison. */
export interface PeopleSide {
  signIn: SignIn;
  all: EffectiveAccess;
}

/** The same sign-in on both sides: one provider of one database server, by one app. */
export function signInPairs(
  before: EffectiveAccess,
  after: EffectiveAccess,
  issued: EffectiveAccess,
): SignInPair[] {
  const [old, now, still] = [before, after, issued].map(sidesOf);
  const keys = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  const several = Math.max(before.neo4j.length, after.neo4j.length) > 1;
  const pairs = [...keys].map((key): SignInPair => {
    const [one, other] = [old?.get(key), now?.get(key)];
    const signIn = (other ?? one)?.signIn;
    const name = signIn?.name ?? "";
    const title = `sign-in ${name}${several ? ` of ${signIn?.neo4j.name}` : ""}`;
    return { name, title, before: one, after: other, issued: still?.get(key) };
  });
  return pairs.sort((a, b) => compare(a.title, b.title));
}

function sidesOf(all: EffectiveAccess): Map<string, PeopleSide> {
  return new Map(
    all.signIns.map((signIn) => [`${signIn.neo4j.release.urn}\n${signIn.name}`, { signIn, all }]),
  );
}

/** Groups of people by name. */
export function membersOf(side: PeopleSide | undefined): Map<string, Membership> {
  return new Map(side?.signIn.groups.map((member) => [member.group, member]));
}

/** What the page no longer tells of a sign-in; what nobody could tell before either is no change. */
export function newlyOpen({ before, after }: SignInPair): SignIn["open"] {
  const of = (side: PeopleSide | undefined) =>
    new Map((side?.signIn.open ?? []).map((reason) => [reason, reason]));
  return onlyIn(of(after), of(before));
}
