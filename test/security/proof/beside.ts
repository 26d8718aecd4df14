import { RECORDED_ORG } from "../applied-stack.ts";
import { ROLES } from "./database.ts";
import { type DeployedResource, deployed } from "./declared.ts";
import { DEFAULT, OTHER } from "./org.ts";
import { CLAIMED, GROUPS } from "./settings.ts";
import type { Strangers } from "./strangers.ts";

const EVERYTHING = [...GROUPS, ...ROLES, ...CLAIMED];

/** Claims every group and role, in whatever attribute a claim reads. */
export const GREEDY = JSON.stringify({ neo4j_groups: EVERYTHING, graph: EVERYTHING });

/** A server that is not the stack's, read from Okta. */
const READ = {
  "default by name": server(DEFAULT, "default", "api://default"),
  "default by id": server(DEFAULT, "default", "api://default"),
  other: server(OTHER, OTHER, "api://neo4j"),
};

function server(id: string, name: string, audience: string): DeployedResource {
  const properties = { issuer: `${RECORDED_ORG}/oauth2/${name}`, audiences: [audience] };
  return { ...deployed("okta:auth/server:Server", `read-${name}`, properties, id), external: true };
}

/** Resources beside the program's; those that Okta would refuse there are left out. */
export function strangersBeside(
  program: readonly DeployedResource[],
  { at, apps, scopes, policies, rules, claims }: Strangers,
): DeployedResource[] {
  const of = (type: string) => program.filter((one) => one.type === type);
  const [scope] = of("okta:auth/serverScope:ServerScope");
  const [ownId, ownScope] = [scope?.properties.authServerId, scope?.properties.name];
  const read = at === "own" ? [] : [READ[at]].filter(({ id }) => id !== ownId);
  const id = at === "own" ? ownId : at === "default by name" ? "default" : READ[at].id;
  const on = { authServerId: id };
  const isOwn = id === ownId || (ownId === "default" && id === DEFAULT);
  const known = [...(isOwn ? [ownScope] : []), ...scopes] as string[];
  const named = (picks: readonly (number | string)[]) =>
    picks.flatMap((pick) => (typeof pick === "string" ? pick : (known[pick] ?? [])));
  const own = of("okta:auth/serverClaim:ServerClaim").map(({ properties }) => properties.name);
  const taken = isOwn ? own : [];
  const made = apps.map(stranger);
  const ids = (all: readonly DeployedResource[]) =>
    all.map(({ properties, id }) => properties.clientId ?? id);
  const accounts = ids(of("okta:app/oAuth:OAuth"));
  const clientsOf = (whom: readonly string[]) =>
    whom.flatMap((who) =>
      who === "ALL" ? "ALL_CLIENTS" : who === "accounts" ? accounts : ids(made),
    );
  return [
    ...read,
    ...made,
    ...scopes.map((name) =>
      deployed("okta:auth/serverScope:ServerScope", `stranger-${name}`, { ...on, name }),
    ),
    ...policies.map(({ clients, status, priority }, index) =>
      deployed("okta:auth/serverPolicy:ServerPolicy", `stranger-policy-${index}`, {
        ...on,
        name: `stranger ${index}`,
        description: "somebody else's",
        status,
        // Ours has 1: no two have the same, for Okta would put them in an order that nobody declares.
        priority: priority === 0 ? index / 10 : 2 * priority + index,
        clientWhitelists: clientsOf(clients),
      }),
    ),
    ...rules.map((one, index) =>
      deployed("okta:auth/serverPolicyRule:ServerPolicyRule", `stranger-rule-${index}`, {
        ...on,
        policyId: `stranger-policy-${one.policy % policies.length}-id`,
        name: `rule ${index}`,
        status: one.status,
        priority: index + 1,
        grantTypeWhitelists: one.grantTypes,
        scopeWhitelists: named(one.scopes),
        userWhitelists: one.users,
        groupWhitelists: one.groups,
        ...(one.minutes === undefined ? {} : { accessTokenLifetimeMinutes: one.minutes }),
      }),
    ),
    ...claims
      .filter(({ name, type }) => (type === "IDENTITY" ? name !== "email" : !taken.includes(name)))
      .map(({ name, type, value, scopes: bound, status }, index) =>
        deployed("okta:auth/serverClaim:ServerClaim", `stranger-claim-${index}`, {
          ...on,
          name,
          claimType: type,
          valueType: "EXPRESSION",
          value,
          scopes: named(bound),
          status,
        }),
      ),
  ];
}

function stranger({
  name,
  hasClientId,
  kind,
  method,
  profile,
  status,
}: Strangers["apps"][number]): DeployedResource {
  return deployed("okta:app/oAuth:OAuth", name, {
    label: name,
    status,
    ...kind,
    ...(hasClientId ? { clientId: name } : {}),
    ...(method === undefined ? {} : { tokenEndpointAuthMethod: method }),
    ...(method === "private_key_jwt" ? { jwksUri: "https://keys.example.com/jwks.json" } : {}),
    ...(profile === undefined ? {} : { profile: JSON.stringify(profile) }),
  });
}
