import { OBJECT_KINDS, type ObjectKind } from "./permissions.ts";

/** What a resource set's address stands for: a collection, or the one object with this id. */
export interface ResourceAddress {
  kind: ObjectKind;
  /** Undefined for all objects of the kind. */
  id?: string;
  /** True: not the group, but its members (`groups/{id}/users`), who are of the kind `users`. */
  membersOf?: true;
}

const ADDRESS = new RegExp(`^(${OBJECT_KINDS.join("|")})(?:/([A-Za-z0-9_-]{1,64}))?(/users)?$`);

/** The addresses that can be read, in words. */
export const RESOURCE_ALLOWED =
  "apps, authorizationServers, groups or users, one of them as apps/ID, or groups/ID/users";

/** Reads an address relative to `/api/v1/`, such as `apps/0oa1`; undefined for any other text. */
export function readResource(address: string): ResourceAddress | undefined {
  const [, kind, id, members] = ADDRESS.exec(address) ?? [];
  if (kind === undefined) return undefined;
  if (members === undefined)
    return { kind: kind as ObjectKind, ...(id === undefined ? {} : { id }) };
  return kind === "groups" && id !== undefined ? { kind: "users", id, membersOf: true } : undefined;
}
