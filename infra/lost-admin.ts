import type { AdminEvidence } from "../access/admin-evidence.ts";
import { adminMapping } from "../access/admin-mapping.ts";
import type { Tree } from "../access/tree.ts";
import type { Settings } from "./settings.ts";

/**
 * Why the administrator of the evidence is none any more, in words that go on after the name of its file: the group
 * or the account was taken back since, in an earlier step or in this one. Undefined if nothing tells so.
 *
 * @param config Neo4j's settings after the step
 */
export function lostAdmin(
  { provider, user }: AdminEvidence,
  config: Tree,
  { neo4j, accounts }: Pick<Settings, "neo4j" | "accounts">,
): string | undefined {
  // Local users have the roles that the database grants them, and their own names.
  if (neo4j.requireLocalUser) return undefined;
  const prefix = settingsOf(provider);
  const texts = Object.entries(config).filter((entry): entry is [string, string] => {
    return typeof entry[1] === "string";
  });
  // Without a groups claim the database grants the roles.
  const readsGroups = config[`${prefix}claims.groups`] !== undefined;
  if (readsGroups && adminMapping(Object.fromEntries(texts), prefix) === undefined) {
    return `is about ${provider}, by which no group is an administrator any more`;
  }
  if (provider !== `oidc-${neo4j.providerId}`) return undefined;
  const isAdmin = accounts.some(
    ({ clientId, disabled, roles }) => clientId === user && !disabled && roles.includes("admin"),
  );
  return isAdmin
    ? undefined
    : `is about ${user}, which is no enabled account with the role admin (any more)`;
}

/** `oidc-okta` is set up under `dbms.security.oidc.okta`. */
export function settingsOf(provider: string): string {
  return `dbms.security.${provider.replace("-", ".")}.`;
}
