import { valueFor } from "./claims.ts";
import { exactGroups, filterCarries } from "./groups-filter.ts";
import { known } from "./okta.ts";
import { either, type Sure } from "./peoples-groups.ts";
import type { PersonToken } from "./peoples-tokens.ts";
import { isActive, type Resource, text, texts, Unknown } from "./resource.ts";
import { ANY_CLIENT, type Asker } from "./token.ts";

/** Claims that name a person in Okta's tokens, whatever a server declares. */
const STANDARD = {
  access_token: new Set(["sub", "uid"]),
  id_token: new Set(["sub", "email", "name", "preferred_username"]),
} as const;

/** Whether a claim of a person's token can name the user: without that, a provider does not take the token. */
export function hasUserName(token: PersonToken, name: string): boolean {
  const { kind, server } = token;
  return STANDARD[kind].has(name) || server.isAdopted || claimsOf(token, name).length > 0;
}

/** Whether a token says a group to its members; expressions on the person are not read here. */
export function carries(token: PersonToken, name: string, group: string, asker: Asker): Sure {
  const claims = claimsOf(token, name);
  if (claims.length === 0 && token.server.isAdopted) return "unknown";
  return either(claims.map((claim) => claimCarries(claim, group, asker)));
}

/** The only groups that a token can say; undefined: others too, or nobody can tell. */
export function onlyGroups(token: PersonToken, name: string): string[] | undefined {
  const claims = claimsOf(token, name);
  if (claims.length === 0 && token.server.isAdopted) return undefined;
  const lists = claims.map((claim) =>
    text(claim, "valueType") === "GROUPS" ? exactGroups(claim) : undefined,
  );
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** The declared claims of that name in a person's token. */
function claimsOf({ kind, server, scopes }: PersonToken, name: string): Resource[] {
  const type = kind === "id_token" ? "IDENTITY" : "RESOURCE";
  return server.claims.filter((claim) => {
    const bound = known(texts(claim, "scopes"));
    const isBound = bound.length === 0 || bound.some((scope) => scopes.has(scope));
    const claimType = text(claim, "claimType") ?? "RESOURCE";
    return isActive(claim) && claimType === type && isBound && text(claim, "name") === name;
  });
}

function claimCarries(claim: Resource, group: string, asker: Asker): Sure {
  if (text(claim, "valueType") === "GROUPS") return filterCarries(claim, group);
  const readsApp = /^\s*app\.profile\.\w+\s*$/.test(String(text(claim, "value")));
  if (!readsApp || asker === ANY_CLIENT) return "unknown";
  const value = valueFor(claim, asker);
  if (value instanceof Unknown) return "unknown";
  return [value].flat().includes(group) ? "yes" : "no";
}
