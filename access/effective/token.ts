import { type Client, known, type Policy, type Server, type Token } from "./okta.ts";
import { number, type Resource, texts, Unknown } from "./resource.ts";

const GRANT_TYPE = "client_credentials";

/** Scopes about a user, which every server has and which Okta grants to nobody by client credentials. */
export const USER_SCOPES = new Set([
  ...["openid", "profile", "email", "address", "phone", "offline_access", "device_sso"],
]);

/** Stands for the scopes that an adopted server may have beside those of the stack. */
export const ANY_SCOPE = "*";

/** Any app of the org that the stack does not declare, with whatever its profile says. */
export const ANY_CLIENT = Symbol("any client of the org");

/** Who asks for a token. */
export type Asker = Client | typeof ANY_CLIENT;

/**
 * Every token that a client can get by client credentials from a server, one for each rule and scope.
 * Okta grants all scopes of a request by one rule, the first that permits them all: by asking for more,
 * a client reaches a later rule that permits more. The first token with a scope is that of a request
 * for this scope alone.
 */
export function tokensOf(asker: Asker, server: Server): Token[] {
  if (!server.isActive || (asker !== ANY_CLIENT && !mayAsk(asker))) return [];
  const reached: Reached[] = [];
  for (const policy of server.policies) {
    if (!names(policy, asker)) continue;
    for (const rule of policy.rules) {
      const scopes = scopesOf(rule, server);
      const isReached = !reached.some((earlier) =>
        [...scopes].every((scope) => earlier.scopes.has(scope)),
      );
      if (isReached) reached.push({ policy, rule, scopes });
    }
  }
  return reached.flatMap(({ policy, rule, scopes }) => {
    const lifetimeMinutes = number(rule, "accessTokenLifetimeMinutes") ?? 60;
    return [...scopes].sort().map((scope) => ({ server, scope, policy, rule, lifetimeMinutes }));
  });
}

/** A rule that some request of a client gets to. */
interface Reached {
  policy: Policy;
  rule: Resource;
  /** Never empty. */
  scopes: ReadonlySet<string>;
}

function mayAsk({ isActive, grantTypes, credential }: Client): boolean {
  return isActive && grantTypes.includes(GRANT_TYPE) && credential !== "none";
}

/** Whether a policy answers a client. */
export function names({ clients, allClients }: Policy, asker: Asker): boolean {
  if (allClients || asker === ANY_CLIENT) return allClients;
  const { clientId, app } = asker;
  return clients.has(clientId instanceof Unknown ? app.urn : clientId) || clients.has(app.urn);
}

/** What a rule permits to a request without a user. */
function scopesOf(rule: Resource, server: Server): ReadonlySet<string> {
  const list = (key: string) => known(texts(rule, key));
  const groups = list("groupWhitelists");
  const coversNoUser =
    list("userWhitelists").length === 0 && (groups.length === 0 || groups.includes("EVERYONE"));
  if (!coversNoUser || !list("grantTypeWhitelists").includes(GRANT_TYPE)) return new Set();
  const listed = list("scopeWhitelists");
  const named = listed.includes(ANY_SCOPE) ? [...server.scopes] : listed;
  return new Set(named.filter((scope) => !USER_SCOPES.has(scope)));
}
