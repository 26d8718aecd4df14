import { type PeoplesRow, rowsOf, SIGNS_IN } from "../people.ts";
import type { Account, PeoplesWay } from "../schema.ts";

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
export const PEOPLE: Readonly<Record<string, (row: PeoplesRow) => readonly string[]>> = {
  "sign-in": ({ way }) => [way.name],
  app: ({ way }) => optional(way.app),
  "client id": ({ way }) => optional(way.clientId),
  issuer: ({ way }) => optional(way.issuer),
  group: ({ member }) => optional(member?.group),
  roles: ({ member }) => member?.roles ?? [],
  "gets in": ({ member }) => (member === undefined ? [] : [SIGNS_IN[member.signsIn]]),
  "token minutes": ({ way }) => optional(way.tokenLifetimeMinutes?.toString()),
  "not known": ({ way }) => way.unknown,
};

/** The cells of all groups. */
export function peopleRows(signIns: readonly PeoplesWay[]): (readonly string[])[][] {
  return rowsOf(signIns).map((row) => Object.values(PEOPLE).map((cells) => cells(row)));
}

/** The day of a time in ISO 8601. */
export function day(time: string | undefined): string | undefined {
  return time?.slice(0, "2026-01-31".length);
}

function optional(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}
