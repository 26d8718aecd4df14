import { known, type Policy, type Server } from "./okta.ts";
import { both, includes, namesUsers, type PeoplesGroups, type Sure } from "./peoples-groups.ts";
import { number, type Resource, texts } from "./resource.ts";
import { ANY_CLIENT, ANY_SCOPE, type Asker, names, USER_SCOPES } from "./token.ts";

/** A token that a person gets by an app. */
export interface PersonToken {
  kind: "access_token" | "id_token";
  server: Server;
  /** All that one rule grants together. */
  scopes: ReadonlySet<string>;
  policy: Policy;
  rule: Resource;
  lifetimeMinutes: number;
  /** Whether the rule is for members of the group. */
  sure: Sure;
}

/** Minutes; nothing changes the lifetime of Okta's ID tokens. */
const ID_TOKEN_LIFETIME = 60;

/** Grants of an app that ask no person, or one that was asked before. */
const NOT_FOR_PEOPLE = ["client_credentials", "refresh_token"];

/** Those of grant types by which people get tokens. */
export function peoplesGrants(grantTypes: readonly string[]): string[] {
  return grantTypes.filter((one) => !NOT_FOR_PEOPLE.includes(one));
}

/** Whether people get tokens by any of these grant types. */
export function isForPeople(grantTypes: readonly string[]): boolean {
  return peoplesGrants(grantTypes).length > 0;
}

/**
 * The tokens that members of a group get by an app: each rule for them that some request gets to grants all its
 * scopes together.
 */
export function personTokens(
  asker: Asker,
  server: Server,
  group: string,
  groups: PeoplesGroups,
): PersonToken[] {
  if (!server.isActive || (asker !== ANY_CLIENT && !asker.isActive)) return [];
  const reached: PersonToken[] = [];
  for (const policy of server.policies) {
    if (!names(policy, asker)) continue;
    for (const rule of policy.rules) {
      const sure = covers(rule, group, groups);
      const scopes = scopesOf(rule, asker, server);
      const isShadowed = reached.some(
        (earlier) =>
          earlier.sure === "yes" && [...scopes].every((scope) => earlier.scopes.has(scope)),
      );
      if (sure === "no" || scopes.size === 0 || isShadowed) continue;
      const lifetimeMinutes = number(rule, "accessTokenLifetimeMinutes") ?? 60;
      reached.push({
        ...{ kind: "access_token", server, scopes, policy, rule, lifetimeMinutes, sure },
      });
    }
  }
  return reached.flatMap((token): PersonToken[] =>
    token.scopes.has("openid")
      ? [token, { ...token, kind: "id_token", lifetimeMinutes: ID_TOKEN_LIFETIME }]
      : [token],
  );
}

/** Groups that rules for an app name; EVERYONE is none. */
export function groupsOfRules(asker: Asker, server: Server, groups: PeoplesGroups): string[] {
  const rules = server.policies.flatMap((one) => (names(one, asker) ? one.rules : []));
  return rules
    .flatMap((rule) => groups.listed(rule, "groupWhitelists"))
    .flatMap(({ key, name }) => (name === undefined || key === name ? [] : [name]));
}

/** Whether a rule is for the members of a group. A rule that names nobody is for everybody. */
export function covers(rule: Resource, group: string, groups: PeoplesGroups): Sure {
  const listed = groups.listed(rule, "groupWhitelists");
  const excluded = includes(groups.listed(rule, "groupBlacklists"), group);
  const isForAll = listed.length === 0 && !namesUsers(rule);
  return both(isForAll ? "yes" : includes(listed, group), OPPOSITE[excluded]);
}

const OPPOSITE = { yes: "no", no: "yes", unknown: "unknown" } as const;

/** What a rule grants to a person who uses an app; none where no grant of the app is the rule's. */
function scopesOf(rule: Resource, asker: Asker, server: Server): ReadonlySet<string> {
  const list = (key: string) => known(texts(rule, key));
  const grants = peoplesGrants(list("grantTypeWhitelists"));
  const own = asker === ANY_CLIENT ? grants : asker.grantTypes;
  if (!grants.some((grant) => own.includes(grant))) return new Set();
  const listed = list("scopeWhitelists");
  return new Set(
    listed.includes(ANY_SCOPE) ? [...server.scopes, ...USER_SCOPES, ...listed] : listed,
  );
}
