import type { App, AuthorizationServer } from "../entities.ts";
import { notFound } from "../errors.ts";
import type { Call } from "../http/route.ts";
import { findServer } from "../org.ts";

/** The app that the path names, or 404. */
export function appOf({ org, params }: Call): App {
  const id = params.appId ?? "";
  const app = org.apps.get(id);
  if (!app) throw notFound(id, "AppInstance");
  return app;
}

/** The authorization server that the path names by its id or alias, or 404. */
export function serverOf({ org, params }: Call): AuthorizationServer {
  const id = params.authServerId ?? "";
  const server = findServer(org, id);
  if (!server) throw notFound(id, "AuthorizationServer");
  return server;
}

/** The entry of this id, or 404 with Okta's name of its kind. */
export function entryOf<T extends { id: string }>(
  items: readonly T[],
  id: string | undefined,
  type: string,
): T {
  const found = items.find((item) => item.id === id);
  if (!found) throw notFound(id ?? "", type);
  return found;
}

/** The value of this key, or 404 with Okta's name of its kind. */
export function lookUp<T>(items: ReadonlyMap<string, T>, id: string | undefined, type: string): T {
  const found = items.get(id ?? "");
  if (!found) throw notFound(id ?? "", type);
  return found;
}
