import type { Neo4j, Provider } from "./neo4j.ts";
import type { Client } from "./okta.ts";
import { Unknown } from "./resource.ts";
import type { Asker } from "./token.ts";

/**
 * Whether members of a group get in by it: the stack says so; it does not tell; only with another group of
 * theirs; or an identity provider decides that is none of this stack.
 */
export type LetsIn = "yes" | "unknown" | "with-another" | "elsewhere";

/** What the members of a group have who sign in. */
export interface Membership {
  group: string;
  /** Those that they can have at most, sorted; empty: no role but PUBLIC. */
  roles: readonly string[];
  /** False: their tokens may say the group, or not, and nobody can tell. */
  rolesKnown: boolean;
  letsIn: LetsIn;
}

/** Why more is to be said of a sign-in than the resources of a stack can. */
export const SIGN_IN_OPEN = {
  "groups-unknown":
    "which groups its tokens say is not known yet, or comes from what is not read here",
  "local-users":
    "only users in the database are let in (dbms.security.require_local_user), and the roles that are granted to them add to those of their groups; no resource tells whom that concerns",
  "auth-rules": "rules in the database may grant roles by claims",
  "database-roles":
    "its tokens say no groups: roles are those that the database grants to users of these names",
  "no-app":
    "no app of this stack belongs to it, so that nobody can tell who may use the one that does",
} as const;

/** A way for people to sign in to one database server. */
export interface SignIn {
  neo4j: Neo4j;
  provider: Provider;
  /** What people call it: the provider's id, and the app where it is not the one that the provider is for. */
  name: string;
  /** The app at Okta; undefined: it is none of this stack. */
  app: Asker | undefined;
  /** By name. */
  groups: readonly Membership[];
  open: readonly (keyof typeof SIGN_IN_OPEN)[];
  /** Of the longest token; undefined where the stack does not say. */
  lifetimeMinutes: number | undefined;
}

/** Any group, and the role of its name. */
export const ANY = "*";

/** Whether Browser and Bloom use an app for a provider. */
export function isClientOf({ id, browserClient }: Provider, { app, clientId }: Client): boolean {
  if (!(browserClient instanceof Unknown)) {
    return browserClient !== undefined && browserClient === clientId;
  }
  // Of several clients that are not made yet, the redirect URIs tell which one is meant.
  const { redirectUris } = app.properties;
  return JSON.stringify(redirectUris ?? []).includes(`idp_id=${id}&`);
}

/** What a provider leaves to the database. */
export function openOf({ id, groupsClaim }: Provider, neo4j: Neo4j): SignIn["open"] {
  const { authorization, authRules, requiresLocalUser } = neo4j;
  const inDatabase = groupsClaim === undefined && authorization.includes("native");
  return [
    ...(requiresLocalUser ? (["local-users"] as const) : []),
    ...(authRules.includes(`oidc-${id}`) ? (["auth-rules"] as const) : []),
    ...(inDatabase ? (["database-roles"] as const) : []),
  ];
}
