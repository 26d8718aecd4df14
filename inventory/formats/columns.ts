import { SIGNS_IN } from "../people.ts";
import type { Account, PeoplesGroup, PeoplesWay } from "../schema.ts";

/** Cells of one account, by heading, for sheets and documents. */
export const COLUMNS: Readonly<Record<string, (account: Account) => readonly string[]>> = {
  account: ({ name }) => [name],
  status: ({ status }) => [status],
  roles: ({ roles }) => roles,
  groups: ({ groups }) => groups,
  "client id": ({ clientId }) => [clientId],
  credential: ({ credential }) => [credential],
  keys: ({ keyIds, jwksUri }) => [...keyIds, ...optional(jwksUri)],
  scopes: ({ scopes }) => scopes,
  "token minutes": ({ tokenLifetimeMinutes }) => optional(tokenLifetimeMinutes?.toString()),
  owner: ({ owner }) => optional(owner),
  purpose: ({ purpose }) => optional(purpose),
  expires: ({ expires }) => optional(expires),
  created: ({ created }) => optional(day(created)),
  modified: ({ modified }) => optional(day(modified)),
  "not known": ({ unknown }) => unknown,
};

/** Cells of one group of people, by heading. */
export const PEOPLE: Readonly<
  Record<string, (way: PeoplesWay, member: PeoplesGroup | undefined) => readonly string[]>
> = {
  "sign-in": ({ name }) => [name],
  app: ({ app }) => optional(app),
  "client id": ({ clientId }) => optional(clientId),
  issuer: ({ issuer }) => optional(issuer),
  group: (_, member) => optional(member?.group),
  roles: (_, member) => (member === undefined ? [] : member.roles),
  "gets in": (_, member) => (member === undefined ? [] : [SIGNS_IN[member.signsIn]]),
  "token minutes": ({ tokenLifetimeMinutes }) => optional(tokenLifetimeMinutes?.toString()),
  "not known": ({ unknown }) => unknown,
};

/** A row for each group; one for a way whose people have no group. */
export function peopleRows(signIns: readonly PeoplesWay[]): (readonly string[])[][] {
  return signIns.flatMap((way) => {
    const members = way.groups.length === 0 ? [undefined] : way.groups;
    return members.map((member) => Object.values(PEOPLE).map((cells) => cells(way, member)));
  });
}

/** The day of a time in ISO 8601. */
export function day(time: string | undefined): string | undefined {
  return time?.slice(0, "2026-01-31".length);
}

function optional(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}
