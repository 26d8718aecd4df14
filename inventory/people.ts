import { type Known, texts, Unknown } from "../access/effective/resource.ts";
import { SIGN_IN_OPEN, type SignIn } from "../access/effective/sign-in.ts";
import { ANY_CLIENT } from "../access/effective/token.ts";
import type { PeoplesGroup, PeoplesWay } from "./schema.ts";

/** Reads a way for people to sign in. */
export function signInOf(signIn: SignIn): PeoplesWay {
  const { name, neo4j, provider, groups, open, lifetimeMinutes } = signIn;
  const app = signIn.app === ANY_CLIENT ? undefined : signIn.app;
  const redirectUris = app === undefined ? [] : texts(app.app, "redirectUris");
  return {
    name,
    neo4j: neo4j.name,
    provider: provider.id,
    issuer: plain(provider.issuer),
    app: app?.name,
    status: app && (app.isActive ? "ACTIVE" : "INACTIVE"),
    clientId: plain(app?.clientId ?? provider.browserClient),
    groups: groups.map(({ letsIn, roles, ...group }) => ({
      ...group,
      roles: [...roles],
      signsIn: letsIn,
    })),
    tokenLifetimeMinutes: lifetimeMinutes,
    redirectUris:
      redirectUris instanceof Unknown ? [] : redirectUris.flatMap((one) => plain(one) ?? []),
    unknown: open.map((reason) => `${neo4j.name}: ${SIGN_IN_OPEN[reason]}`),
  };
}

function plain(value: Known<string> | undefined): string | undefined {
  return value instanceof Unknown ? undefined : value;
}

/** A group and the way that it comes by, for a sentence. */
export function membersOf({ group }: Pick<PeoplesGroup, "group">, { name }: PeoplesWay): string {
  return `members of ${group === "*" ? "any group" : group} (sign-in ${name})`;
}

/** Who decides whether they get in, as a clause; several clauses are one reason. */
const GETS_IN: Readonly<Record<PeoplesGroup["signsIn"], (way: PeoplesWay) => string>> = {
  yes: ({ app }) => `app ${JSON.stringify(app ?? "")} and its rules let them in`,
  unknown: ({ app }) =>
    app === undefined
      ? "whether they get in is not known: the app is none of this stack"
      : `whether app ${JSON.stringify(app)} lets them in is not known`,
  "with-another": () => "they get in only with another group of theirs",
  elsewhere: ({ issuer = "an issuer that nobody knows" }) =>
    `${issuer} says who is in it, and lets them in`,
};

/** Why members of a group have a role, as clauses. */
export function whyMembers(
  { group, signsIn }: PeoplesGroup,
  role: string,
  way: PeoplesWay,
): string {
  const { provider, neo4j, tokenLifetimeMinutes: minutes } = way;
  const maps = group === "*" || group === role ? "takes it as the role" : `maps it to ${role}`;
  const lasts = minutes === undefined ? "" : `; a token lasts ${minutes} minutes at most`;
  return `${GETS_IN[signsIn](way)}; provider ${provider} of ${neo4j} ${maps}${lasts}`;
}

/** Groups whose members can have a role, each with its way. */
export function groupsWith(
  role: string,
  signIns: readonly PeoplesWay[],
): { way: PeoplesWay; member: PeoplesGroup }[] {
  return signIns.flatMap((way) =>
    way.groups
      .filter(({ roles }) => roles.includes(role) || roles.includes("*"))
      .map((member) => ({ way, member })),
  );
}

/** A line of a table. */
export interface PeoplesRow {
  way: PeoplesWay;
  /** Undefined: the way's people have no group. */
  member: PeoplesGroup | undefined;
}

/** A row for each group; one for a way whose people have no group. */
export function rowsOf(signIns: readonly PeoplesWay[]): PeoplesRow[] {
  return signIns.flatMap((way) => {
    const members = way.groups.length === 0 ? [undefined] : way.groups;
    return members.map((member) => ({ way, member }));
  });
}

/** How the members of a group get in, in a word or two. */
export const SIGNS_IN: Readonly<Record<PeoplesGroup["signsIn"], string>> = {
  yes: "yes",
  unknown: "not known",
  "with-another": "with another group",
  elsewhere: "its issuer decides",
};

/** Roles of a group, in words. */
export function rolesText({ roles, rolesKnown }: PeoplesGroup): string {
  return [...roles, ...(rolesKnown ? [] : ["not known"])].join(", ") || "none";
}
