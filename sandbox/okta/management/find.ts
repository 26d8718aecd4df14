import type { App, AuthorizationServer } from "../entities.ts";
import { alreadyExists, notFound } from "../errors.ts";
import type { Call } from "../http/route.ts";
import { findServer } from "../org.ts";
import { type Kind, meets, type Target } from "../rights/decide.ts";

/** The app that the path names. @throws E0000007 when there is none */
export function appOf({ org, params }: Call): App {
  return entryOf(org.apps.values(), params.appId, "AppInstance");
}

/** The authorization server that the path names by its id or alias. @throws E0000007 */
export function serverOf({ org, params }: Call): AuthorizationServer {
  const id = params.authServerId ?? "";
  const server = findServer(org, id);
  if (!server) throw notFound(id, "AuthorizationServer");
  return server;
}

/** Which objects of a kind the caller may see: lists leave the others out before they are cut into pages. */
export function visible(
  { caller: { rights } }: Call,
  permission: string,
  target: Kind | ((item: { id: string }) => Target),
): (item: { id: string }) => boolean {
  if (rights === "all") return () => true;
  const targetOf =
    typeof target === "function" ? target : ({ id }: { id: string }) => ({ kind: target, id });
  return (item) => meets(rights, { permission, target: targetOf(item) });
}

/** The entry of this id. @throws E0000007 with Okta's name of its kind */
export function entryOf<T extends { id: string }>(
  items: Iterable<T>,
  id: string | undefined,
  type: string,
): T {
  for (const item of items) if (item.id === id) return item;
  throw notFound(id ?? "", type);
}

/** The entry that a caller names by its id or its label, if there is one. */
export function byIdOrLabel<T extends { id: string; label: string }>(
  items: Iterable<T>,
  name: string | undefined,
): T | undefined {
  for (const item of items) if (item.id === name || item.label === name) return item;
  return undefined;
}

/**
 * No two items have the same value in this field.
 * @throws E0000001 where another of `items` than `self` has this value; `where` says among what
 */
export function refuseTaken<T, K extends keyof T & string>(
  items: Iterable<T>,
  field: K,
  value: T[K],
  self?: T,
  where?: string,
): void {
  for (const other of items) {
    if (other !== self && other[field] === value) throw alreadyExists(field, where);
  }
}
