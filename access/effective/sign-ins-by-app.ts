import { isAudience, isSignedFor, type Neo4j, type Provider } from "./neo4j.ts";
import type { Server } from "./okta.ts";
import { carries, hasUserName } from "./peoples-claims.ts";
import {
  type Assigned,
  both,
  either,
  includes,
  type PeoplesGroups,
  type Sure,
} from "./peoples-groups.ts";
import { type PersonToken, personTokens } from "./peoples-tokens.ts";
import { Unknown } from "./resource.ts";
import { isClientOf, type Membership, openOf, type SignIn } from "./sign-in.ts";
import { ANY_CLIENT, type Asker } from "./token.ts";

/** What the stack has beside an app. */
interface Around {
  neo4j: Neo4j;
  servers: readonly Server[];
  groups: PeoplesGroups;
}

/** A token by which members of a group get in. */
interface Way {
  group: string;
  token: PersonToken;
  provider: Provider;
  sure: Sure;
}

/**
 * How people sign in by one app: the access and ID tokens that its policies give to each group, each taken by the
 * first provider that it suits. A second provider that gives them no role is left out.
 */
export function signInsByApp(app: Asker, around: Around): SignIn[] {
  const { neo4j, groups } = around;
  const assigned = app === ANY_CLIENT ? ANYBODY : groups.assignedTo(app);
  const ways = waysOf(app, assigned, around);
  const byProvider = Map.groupBy(ways, ({ provider }) => provider);
  const all = [...byProvider].map(([provider, own]): SignIn => {
    const names = new Set([...own.map(({ group }) => group), ...provider.mapping.keys()]);
    const isOwn = app !== ANY_CLIENT && isClientOf(provider, app);
    const found = [...names].sort().map((group) => member(group, provider, own, neo4j, app));
    const named = new Set(assigned.groups.map(({ name }) => name));
    return {
      neo4j,
      provider,
      name: isOwn ? provider.id : `${provider.id}, ${appName(app)}`,
      app,
      groups: found.filter(({ group, roles }) => roles.length > 0 || named.has(group)),
      open: [
        ...openOf(provider, neo4j),
        ...(found.every(({ rolesKnown }) => rolesKnown) ? [] : (["groups-unknown"] as const)),
      ],
      lifetimeMinutes: Math.max(...own.map(({ token }) => token.lifetimeMinutes)),
    };
  });
  const hasRoles = ({ groups }: SignIn) => groups.some(({ roles }) => roles.length > 0);
  return all.some(hasRoles) ? all.filter(hasRoles) : all.slice(0, 1);
}

/** Nobody knows who may use an app that the stack does not declare. */
const ANYBODY: Assigned = { groups: [], others: true };

function appName(app: Asker): string {
  return app === ANY_CLIENT ? "any other app of the org" : `app ${app.name}`;
}

function waysOf(app: Asker, assigned: Assigned, { neo4j, servers, groups }: Around): Way[] {
  const names = new Set([
    ...neo4j.providers.flatMap(({ mapping }) => [...mapping.keys()]),
    ...assigned.groups.flatMap(({ name }) => name ?? []),
  ]);
  return [...names].flatMap((group) => {
    const listed = includes(assigned.groups, group);
    const mayUse = assigned.others ? either([listed, "unknown"]) : listed;
    return servers.flatMap((server) =>
      personTokens(app, server, group, groups).flatMap((token): Way[] => {
        const provider = neo4j.providers.find((one) => takes(one, token, app));
        const sure = both(mayUse, token.sure);
        return provider === undefined || sure === "no" ? [] : [{ group, token, provider, sure }];
      }),
    );
  });
}

function takes(provider: Provider, token: PersonToken, app: Asker): boolean {
  const { audiences, asksUserInfo, usernameClaim, tokenType } = provider;
  const { kind, server } = token;
  if (!isSignedFor(provider, server)) return false;
  if (!asksUserInfo && !hasUserName(token, usernameClaim)) return false;
  if (audiences instanceof Unknown) {
    // All that is not known yet comes from all that is made: what is known of the provider tells what is meant.
    return tokenType === kind && app !== ANY_CLIENT && isClientOf(provider, app);
  }
  if (kind === "access_token") return isAudience(audiences, server);
  return app !== ANY_CLIENT && audiences.some((one) => one === app.clientId);
}

function member(
  group: string,
  provider: Provider,
  ways: readonly Way[],
  neo4j: Neo4j,
  app: Asker,
): Membership {
  const { id, mapping, groupsClaim, asksGroups } = provider;
  const own = ways.filter((way) => way.group === group);
  const authorizes = groupsClaim !== undefined && neo4j.authorization.includes(`oidc-${id}`);
  const said = (own.length === 0 ? ways : own).map(({ token }): Sure => {
    if (!authorizes) return "no";
    return asksGroups ? "unknown" : carries(token, groupsClaim, group, app);
  });
  const carried = either(said);
  const granted = mapping.size === 0 ? [group] : (mapping.get(group) ?? []);
  const isIn = own.some(({ sure }) => sure === "yes");
  return {
    group,
    roles: carried === "yes" ? [...granted].sort() : [],
    rolesKnown: carried !== "unknown" || granted.length === 0,
    letsIn: own.length === 0 ? "with-another" : isIn ? "yes" : "unknown",
  };
}
