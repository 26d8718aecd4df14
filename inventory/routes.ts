import type { Grant } from "../access/effective/access.ts";
import { called } from "../access/effective/resource.ts";
import type { Route } from "./schema.ts";

/** A grant in names. */
export function routeOf({ role, neo4j, provider, group, claim, token }: Grant): Route {
  return {
    role,
    neo4j: neo4j.name,
    provider: provider.id,
    group,
    claim: claim === undefined ? (provider.groupsClaim ?? "") : called(claim),
    scope: token.scope,
    rule: called(token.rule),
    policy: called(token.policy.resource),
    lifetimeMinutes: token.lifetimeMinutes,
  };
}

/** The way from policy to role on one line; a name that could be taken for more stands in quotes. */
export function chain({ policy, rule, scope, claim, group, provider, neo4j, role }: Route): string {
  return [policy, rule, scope, claim, group, `${provider} of ${neo4j}`, role]
    .map(plain)
    .join(" > ");
}

/** Why somebody has a role, as clauses. */
export function why({
  policy,
  rule,
  scope,
  claim,
  group,
  provider,
  neo4j,
  ...rest
}: Route): string {
  const maps = group === rest.role ? "takes it as the role" : `maps it to ${rest.role}`;
  return (
    `policy ${JSON.stringify(policy)} grants scope ${scope} by rule ${JSON.stringify(rule)}; ` +
    `claim ${claim} says ${group === "*" ? "any group" : group}; provider ${provider} of ${neo4j} ${maps}; ` +
    `such a token lasts ${rest.lifetimeMinutes} minutes`
  );
}

/** Those of the ways that lead to one role. */
export function waysTo(role: string, routes: readonly Route[]): Route[] {
  return routes.filter((route) => route.role === role || route.role === "*");
}

function plain(name: string): string {
  return name.includes(">") ? JSON.stringify(name) : name;
}
