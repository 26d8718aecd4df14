import type { Table } from "../../cypher/result.ts";
import type { Subject } from "../types.ts";
import { sortedRoles, type User } from "../users.ts";
import type { StatementContext } from "./statement.ts";

const USER_FIELDS = ["user", "roles", "passwordChangeRequired", "suspended", "home"];

/** `SHOW CURRENT USER`: PUBLIC is among the roles, except for a suspended native user. */
export function showCurrentUser(
  { configuration, authority }: StatementContext,
  subject: Subject,
): Table<unknown> {
  if (subject.provider === "none") return { fields: USER_FIELDS, rows: [] };
  const user = authority.userOf(subject);
  if (configuration.edition === "community") {
    return {
      fields: USER_FIELDS,
      rows: [[subject.username, null, user?.passwordChangeRequired ?? false, null, null]],
    };
  }
  const suspended = user?.suspended ?? false;
  const roles = authority.rolesOf(subject);
  const everybody = suspended && subject.provider === "native" ? [] : ["PUBLIC"];
  return {
    fields: USER_FIELDS,
    rows: [
      [
        subject.username,
        sortedRoles([...roles, ...everybody]),
        subject.provider === "native" && (user?.passwordChangeRequired ?? false),
        suspended,
        user?.homeDatabase ?? null,
      ],
    ],
  };
}

/** `SHOW USERS [WITH AUTH]`: local users only; one row for each auth provider with the latter. */
export function showUsers(
  { configuration, users }: StatementContext,
  withAuth: boolean,
): Table<unknown> {
  const community = configuration.edition === "community";
  const list = [...users.users.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const base = (user: User): unknown[] => [
    user.name,
    community ? null : sortedRoles([...user.roles, "PUBLIC"]),
    user.passwordChangeRequired,
    community ? null : user.suspended,
    community ? null : (user.homeDatabase ?? null),
  ];
  if (!withAuth) return { fields: USER_FIELDS, rows: list.map(base) };
  return {
    fields: [...USER_FIELDS, "provider", "auth"],
    rows: list.flatMap((user) => authRows(user).map((auth) => [...base(user), ...auth])),
  };
}

function authRows(user: User): unknown[][] {
  const native = user.password
    ? [["native", { password: "***", changeRequired: user.passwordChangeRequired }]]
    : [];
  const external = [...user.externalIds].sort().map(([provider, id]) => [provider, { id }]);
  const rows = [...native, ...external];
  return rows.length > 0 ? rows : [[null, null]];
}

/** `SHOW [POPULATED] ROLES [WITH USERS]`. Every user is a member of PUBLIC. */
export function showRoles(
  { users }: StatementContext,
  populated: boolean,
  withUsers: boolean,
): Table<unknown> {
  const members = (role: string): string[] =>
    [...users.users.values()]
      .filter((user) => role === "PUBLIC" || user.roles.has(role))
      .map((user) => user.name)
      .sort();
  const roles = sortedRoles(users.roles).filter((role) => !populated || members(role).length > 0);
  if (!withUsers) return { fields: ["role"], rows: roles.map((role) => [role]) };
  return {
    fields: ["role", "member"],
    rows: roles.flatMap((role) => {
      const names = members(role);
      return (names.length > 0 ? names : [null]).map((name) => [role, name]);
    }),
  };
}
