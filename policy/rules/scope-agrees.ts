import { trusts } from "../../access/effective/neo4j.ts";
import { type Server, TYPES } from "../../access/effective/okta.ts";
import { text } from "../../access/effective/resource.ts";
import type { StackBreach, StackRule } from "../rule.ts";
import type { Stack } from "../stack.ts";

export const scopeAgrees: StackRule = {
  name: "scope-agrees",
  description: "The scopes of rules are declared, and one of them brings the groups.",
  why: "Otherwise Okta refuses the request, or the login succeeds without any role.",
  fix: "let the rule grant a scope that is declared, and that the claim is bound to",
  level: "mandatory",
  owasp: "NHI4",
  tags: ["AC-3"],
  judgeStack: (stack) => stack.access.servers.flatMap((server) => ofServer(server, stack)),
};

/** What every authorization server has: scopes of OpenID Connect, for people; * is any. */
const OWN_SCOPES = [
  ...["*", "openid", "profile", "email", "address", "phone", "offline_access", "device_sso"],
];

function ofServer(server: Server, stack: Stack): StackBreach[] {
  const rules = server.policies.flatMap((policy) => policy.rules);
  const granted = new Set(rules.flatMap((rule) => stack.texts(rule, "scopeWhitelists")));
  const declared = stack.of(TYPES.scope).map((scope) => text(scope, "name"));
  const undeclared = rules.flatMap((rule) =>
    stack
      .texts(rule, "scopeWhitelists")
      .filter((scope) => !server.isAdopted && !OWN_SCOPES.includes(scope))
      .filter((scope) => !declared.includes(scope))
      .map((scope) => ({
        urn: rule.urn,
        at: "scopeWhitelists",
        value: scope,
        reason: "a scope that the server does not have",
      })),
  );
  const read = stack.access.neo4j.flatMap(({ providers }) =>
    providers.flatMap((one) => (trusts(one, server) ? [one.groupsClaim] : [])),
  );
  const groupClaims = server.claims.filter((claim) => read.includes(String(text(claim, "name"))));
  const unreached = groupClaims.flatMap((claim) => {
    const scopes = stack.texts(claim, "scopes");
    const isReached = scopes.length === 0 || [...scopes, "*"].some((one) => granted.has(one));
    if (isReached || granted.size === 0) return [];
    const reason = "which no rule of this server grants, so that no token carries the groups";
    return [{ urn: claim.urn, at: "scopes", value: scopes, reason }];
  });
  return [...undeclared, ...unreached];
}
