import type { Account } from "../schema.ts";

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

/** The day of a time in ISO 8601. */
export function day(time: string | undefined): string | undefined {
  return time?.slice(0, "2026-01-31".length);
}

function optional(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}
