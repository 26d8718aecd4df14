import type { EffectiveAccess, Grant } from "../effective/access.ts";
import { type Neo4j, trusts } from "../effective/neo4j.ts";
import type { Server, Token } from "../effective/okta.ts";
import { called, type Resource } from "../effective/resource.ts";
import { type Change, change } from "./change.ts";
import { onlyIn, type Pair, rolesOf, type Several, type Side, together } from "./clients.ts";
import { difference, lacking } from "./differences.ts";
import { roleText } from "./roles.ts";

/** On a server that the stack adopts, policies that it does not declare may serve other clients. */
export function sharedServerChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  const adopted = ({ servers, neo4j }: EffectiveAccess) =>
    servers
      .filter((server) => server.isAdopted && isTrusted(server, neo4j))
      .map(({ id, key }) => (typeof id === "string" ? id : key));
  return lacking(adopted(before), adopted(after)).map((id) =>
    change("widened", "shared-server", id, {
      sentence: `Neo4j takes tokens of the authorization server ${id}, which is not this stack's alone`,
      because: "the stack adopts it",
      effect:
        "Whoever its other policies serve may get the same roles: npm run verify -- --okta-api looks",
    }),
  );
}

function isTrusted(server: Server, neo4j: readonly Neo4j[]): boolean {
  return neo4j.some(({ providers }) => providers.some((provider) => trusts(provider, server)));
}

/** Policies of the stack that name no clients answer every app of the org. */
export function anyClientChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  const [old, now] = [rolesOf(before.anyClient), rolesOf(after.anyClient)];
  return [
    ...onlyIn(now, old).map((grants) => anyClientChange(grants, true)),
    ...onlyIn(old, now).map((grants) => anyClientChange(grants, false)),
  ];
}

function anyClientChange([{ token, role, group, neo4j }]: Several<Grant>, isNew: boolean): Change {
  const policy = quoted(token.policy.resource);
  const [category, code] = isNew
    ? (["widened", "any-client"] as const)
    : (["lost", "any-client-ended"] as const);
  const [can, names] = isNew ? ["can get", "names"] : ["can no longer get", "no longer names"];
  return change(category, code, policy, {
    role,
    database: neo4j.name,
    sentence: `Any app of the org ${can} ${roleText(role)}, if its profile says ${group === "*" ? "so" : group}`,
    differences: [{ what: "group", [isNew ? "after" : "before"]: group }],
    because: `the policy ${policy} ${names} ALL_CLIENTS`,
  });
}

/** A further policy, rule, scope, claim or provider by which accounts get roles that they had. */
export function wayChanges(all: readonly Pair[]): Change[] {
  return together(all, furtherWays).map(({ subject, value }) => {
    const { scope, policy, rule, provider, minutes } = value;
    return change("widened", "further-way", subject, {
      sentence: `${subject.subject} can get the same roles in a further way`,
      differences: [{ what: "way", after: value }],
      because: `scope ${scope}, policy ${JSON.stringify(policy)}, rule ${JSON.stringify(rule)}, provider ${provider}`,
      effect: `Such tokens last ${minutes} minutes`,
    });
  });
}

function furtherWays({ before, after }: Pair) {
  const old = rolesOf(before?.access);
  const further = [...rolesOf(after?.access)].flatMap(([key, grants]) => {
    const known = new Set(old.get(key)?.map(way));
    const ways = new Set(grants.map(way));
    const keeps = known.size > 0 && [...known].every((one) => ways.has(one));
    return keeps ? grants.filter((grant) => !known.has(way(grant))) : [];
  });
  const byWay = Map.groupBy(further, way) as Map<string, Several<Grant>>;
  return [...byWay.values()].map(([{ token, claim, provider }]) => ({
    server: token.server.key,
    scope: token.scope,
    policy: called(token.policy.resource),
    rule: called(token.rule),
    claim: claim?.urn,
    provider: provider.id,
    minutes: token.lifetimeMinutes,
  }));
}

/** Which rule grants a scope makes a difference for how long, and not for what the token says. */
function way({ token, claim, provider }: Grant): string {
  return [token.server.key, token.scope, claim?.urn, provider.id].join("\n");
}

/** How long the longest token of an account lasts, where that changes. */
export function lifetimeChanges(all: readonly Pair[]): Change[] {
  return together(all, lifetimes).map(({ subject, value: { from, to, ...why } }) => {
    const isLonger = to > from;
    const code = isLonger ? "lifetime-longer" : "lifetime-shorter";
    return change(isLonger ? "widened" : "lost", code, subject, {
      sentence: `Tokens of ${subject.subject} last ${to} minutes instead of ${from}`,
      ...why,
      effect: `A disabled account keeps its access for at most ${to} minutes`,
    });
  });
}

function lifetimes({ before, after }: Pair) {
  const [old, now] = [longest(before), longest(after)];
  if (old === undefined || now === undefined) return [];
  const [from, to] = [old.lifetimeMinutes, now.lifetimeMinutes];
  if (from === to) return [];
  const lifetime = difference("accessTokenLifetimeMinutes", from, to);
  if (old.rule.urn === now.rule.urn) return [{ from, to, differences: lifetime }];
  const rule = { what: "rule", before: called(old.rule), after: called(now.rule) };
  const cause = `rule ${quoted(now.rule)} of policy ${quoted(now.policy.resource)} gives that to a request for all the scopes that it permits`;
  return [{ from, to, differences: [...lifetime, rule], because: cause }];
}

/** The token that lasts longest of those that log in. */
function longest(side: Side | undefined): Token | undefined {
  const tokens = side?.access.logins.map(({ token }) => token) ?? [];
  return tokens.reduce<Token | undefined>(
    (best, one) => (best && best.lifetimeMinutes >= one.lifetimeMinutes ? best : one),
    undefined,
  );
}

/** What Okta calls a policy or a rule. */
function quoted(resource: Resource): string {
  return JSON.stringify(called(resource));
}
