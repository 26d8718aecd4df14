import { isAudience, isSignedFor, type Neo4j, type Provider } from "./neo4j.ts";
import type { Server } from "./okta.ts";
import { carries, hasUserName, onlyGroups } from "./peoples-claims.ts";
import {
  type Assigned,
  both,
  either,
  includes,
  type PeoplesGroups,
  type Sure,
} from "./peoples-groups.ts";
import { groupsOfRules, type PersonToken, personTokens } from "./peoples-tokens.ts";
import { Unknown } from "./resource.ts";
import { ANY, isClientOf, type Membership, openOf, type SignIn } from "./sign-in.ts";
import { ANY_CLIENT, type Asker } from "./token.ts";

/** What the stack has beside an app. */
interface Around {
  neo4j: Neo4j;
  servers: readonly Server[];
  groups: PeoplesGroups;
}

/** A token that a provider takes, of people whom a rule lets in as members of a group. */
interface Way {
  group: string;
  token: PersonToken;
  provider: Provider;
  /** Whether members of the group may use the app too: else another group of theirs has to be assigned to it. */
  sure: Sure;
}

/**
 * How people sign in by one app: the access and ID tokens that its policies give to each group, each taken by the
 * first provider that it suits. Who is in several groups may use the app by one of them, get a token by another and a
 * role by a third. A provider that is for another app and gives them no role is left out.
 */
export function signInsByApp(app: Asker, around: Around): SignIn[] {
  const { neo4j, groups } = around;
  const assigned = app === ANY_CLIENT ? ANYBODY : groups.assignedTo(app);
  if (assigned.groups.length === 0 && !assigned.others) return [];
  const byProvider = Map.groupBy(waysOf(app, assigned, around), ({ provider }) => provider);
  const all = [...byProvider].map(([provider, ways]): SignIn => {
    const further = furtherGroups(provider, ways, neo4j);
    const own = [...ways.map(({ group }) => group), ...provider.mapping.keys()];
    const names = new Set([...own, ...(further ?? [])]);
    const isOwn = app !== ANY_CLIENT && isClientOf(provider, app);
    const found = [...names].sort().map((group) => member(group, provider, ways, neo4j, app));
    const named = new Set(assigned.groups.map(({ name }) => name));
    const isTold = ({ group, roles, letsIn }: Membership) =>
      roles.length > 0 || (named.has(group) && letsIn !== "with-another");
    return {
      neo4j,
      provider,
      name: isOwn ? provider.id : `${provider.id}, ${appName(app)}`,
      app,
      groups: [...found.filter(isTold), ...(further === undefined ? [ANY_GROUP] : [])],
      open: [
        ...openOf(provider, neo4j),
        ...(found.every(({ rolesKnown }) => rolesKnown) ? [] : (["groups-unknown"] as const)),
      ],
      lifetimeMinutes: Math.max(...ways.map(({ token }) => token.lifetimeMinutes)),
    };
  });
  const told = all.filter(
    ({ name, provider, groups }) =>
      name === provider.id || groups.some(({ roles }) => roles.length > 0),
  );
  return told.length > 0 ? told : all.slice(0, 1);
}

/** Without a mapping a group stands for the role of its own name, whoever is let in by another one. */
const ANY_GROUP: Membership = {
  ...{ group: ANY, roles: [ANY], rolesKnown: true, letsIn: "with-another" },
};

/** Groups that tokens may say although nothing names them, where that matters; undefined: any group at all. */
function furtherGroups(
  { id, mapping, groupsClaim, asksGroups }: Provider,
  ways: readonly Way[],
  { authorization }: Neo4j,
): string[] | undefined {
  const isMapped = mapping.size > 0 || groupsClaim === undefined;
  if (isMapped || !authorization.includes(`oidc-${id}`)) return [];
  if (asksGroups) return undefined;
  const lists = ways.map(({ token }) => onlyGroups(token, groupsClaim));
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
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
    ...servers.flatMap((server) => groupsOfRules(app, server, groups)),
  ]);
  return [...names].flatMap((group) => {
    const listed = includes(assigned.groups, group);
    const mayUse = assigned.others ? either([listed, "unknown"]) : listed;
    return servers.flatMap((server) =>
      personTokens(app, server, group, groups).flatMap((token): Way[] => {
        const provider = neo4j.providers.find((one) => takes(one, token, app));
        return provider === undefined
          ? []
          : [{ group, token, provider, sure: both(mayUse, token.sure) }];
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

/** What members of a group have: by their own tokens, and else with those of another group of theirs. */
function member(
  group: string,
  provider: Provider,
  ways: readonly Way[],
  neo4j: Neo4j,
  app: Asker,
): Membership {
  const { id, mapping, groupsClaim, asksGroups } = provider;
  const own = ways.filter((way) => way.group === group && way.sure !== "no");
  const authorizes = groupsClaim !== undefined && neo4j.authorization.includes(`oidc-${id}`);
  const said = ways.map(({ token }): Sure => {
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
