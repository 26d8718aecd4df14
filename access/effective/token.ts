import { type Client, known, type Policy, type Server, type Token } from "./okta.ts";
import { isActive, number, type Resource, text, texts, Unknown } from "./resource.ts";

const GRANT_TYPE = "client_credentials";

/** Any app of the org that the stack does not declare, with whatever its profile says. */
export const ANY_CLIENT = Symbol("any client of the org");

/** Who asks for a token. */
export type Asker = Client | typeof ANY_CLIENT;

/**
 * Every token that a client can get by client credentials from a server, one for each scope that it
 * may ask for: the first policy that names the client and has a rule for grant and scope decides.
 */
export function tokensOf(asker: Asker, server: Server): Token[] {
  if (server.resource !== undefined && !isActive(server.resource)) return [];
  if (asker !== ANY_CLIENT && !mayAsk(asker)) return [];
  const policies = server.policies.filter((policy) => names(policy, asker));
  return policies.length === 0
    ? []
    : scopesOf(server).flatMap((scope) => grant(server, policies, scope));
}

function mayAsk({ isActive, grantTypes, credential, keys }: Client): boolean {
  const hasKey = credential !== "private_key_jwt" || keys.length > 0;
  return isActive && grantTypes.includes(GRANT_TYPE) && credential !== "none" && hasKey;
}

/** Whether a policy answers a client. */
export function names({ clients, allClients }: Policy, asker: Asker): boolean {
  if (allClients || asker === ANY_CLIENT) return allClients;
  const { clientId, app } = asker;
  return clients.has(clientId instanceof Unknown ? app.urn : clientId) || clients.has(app.urn);
}

/** Scopes that the stack declares, and those that its rules and claims speak of. */
function scopesOf({ scopes, claims, policies }: Server): string[] {
  const rules = policies.flatMap((policy) => policy.rules);
  const names = [
    ...scopes.map((scope) => text(scope, "name")),
    ...rules.flatMap((rule) => known(texts(rule, "scopeWhitelists"))),
    ...claims.flatMap((claim) => known(texts(claim, "scopes"))),
  ];
  return [...new Set(names)]
    .filter((name) => typeof name === "string" && name !== "*")
    .sort() as string[];
}

function grant(server: Server, policies: readonly Policy[], scope: string): Token[] {
  for (const policy of policies) {
    const rule = policy.rules.find((candidate) => permits(candidate, scope));
    if (rule === undefined) continue;
    const lifetimeMinutes = number(rule, "accessTokenLifetimeMinutes") ?? 60;
    return [{ server, scope, policy, rule, lifetimeMinutes }];
  }
  return [];
}

function permits(rule: Resource, scope: string): boolean {
  const list = (key: string) => known(texts(rule, key));
  const scopes = list("scopeWhitelists");
  const groups = list("groupWhitelists");
  // With client credentials there is no user, whom a rule for certain users or groups cannot cover.
  const coversNoUser =
    list("userWhitelists").length === 0 && (groups.length === 0 || groups.includes("EVERYONE"));
  const isForScope = scopes.includes("*") || scopes.includes(scope);
  return coversNoUser && isForScope && list("grantTypeWhitelists").includes(GRANT_TYPE);
}

/** What a token says of groups: a list; any group at all; or Unknown. */
export type Groups = readonly string[] | "any" | Unknown;

/** Okta's expressions that the product writes; the second serves people too. */
const EXPRESSION =
  /^\s*(?:\(\s*appuser\s*!=\s*null\s*\)\s*\?\s*appuser\.\w+\s*:\s*)?app\.profile\.(\w+)\s*$/;

/** The claims of that name in a token, active and bound to its scope or to none. */
export function claimsOf({ server, scope }: Token, name: string): Resource[] {
  return server.claims.filter((claim) => {
    const bound = known(texts(claim, "scopes"));
    const isOfToken =
      (text(claim, "claimType") ?? "RESOURCE") === "RESOURCE" &&
      (text(claim, "valueType") ?? "EXPRESSION") === "EXPRESSION";
    const isBound = bound.length === 0 || bound.includes(scope);
    return isActive(claim) && isOfToken && isBound && text(claim, "name") === name;
  });
}

/** The groups that a claim says for a client. */
export function groupsOf(claim: Resource, asker: Asker): Groups {
  const value = text(claim, "value");
  const attribute = typeof value === "string" ? EXPRESSION.exec(value)?.[1] : undefined;
  if (attribute === undefined) return isUserOnly(value) ? [] : new Unknown([claim.urn]);
  if (asker === ANY_CLIENT) return "any";
  if (asker.profile instanceof Unknown) return asker.profile;
  const groups = asker.profile[attribute];
  if (typeof groups === "string") return [groups];
  return Array.isArray(groups) ? groups.filter((group) => typeof group === "string") : [];
}

/** An expression on the user alone is null without one, and Okta leaves a null claim out. */
function isUserOnly(value: unknown): boolean {
  return typeof value === "string" && /^\s*(?:app)?user\.\w+\s*$/.test(value);
}
