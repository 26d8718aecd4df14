import { type Client, publicKeys, type Server } from "../effective/okta.ts";
import { called, isActive, type Resource, text, Unknown } from "../effective/resource.ts";
import { names } from "../effective/token.ts";
import type { Pair, Side } from "./clients.ts";
import { type Difference, differences, type Fact, short, shown } from "./differences.ts";

/** Why a client's access is another: settings with their values. */
export function why({ before, after }: Pair): { differences: Difference[]; because?: string } {
  if (after === undefined) return { differences: [], because: "the account is removed" };
  const groups = groupsIn(after.client);
  if (before === undefined) {
    const { credential, app } = after.client;
    const keys = [...publicKeys(app).keys()];
    return {
      differences: differences([], Object.entries({ groups, credential, keys })),
      because: `the account is new, with the groups ${short(groups)}`,
    };
  }
  const all = new Set([...groupsIn(before.client), ...groups]);
  return { differences: differences(factsOf(before, all), factsOf(after, all)) };
}

/** The groups that an app's profile names, in any attribute. */
function groupsIn({ profile }: Client): string[] {
  return Object.values(Object(profile)).flat().map(String);
}

/**
 * Everything in the stack that decides which roles a client gets. Two sides of a comparison differ in
 * access only where they differ in a fact.
 *
 * @param groups whose mapping counts: those that the client carries on either side
 */
function factsOf({ client, all }: Side, groups: ReadonlySet<string>): Fact[] {
  return [
    ...appFacts(client),
    ...all.servers.flatMap((server) => serverFacts(client, server)),
    ...all.neo4j.flatMap((neo4j) => neo4jFacts(groups, neo4j)),
  ];
}

function appFacts({ app, isActive: active, grantTypes, credential, profile }: Client): Fact[] {
  const attributes = profile instanceof Unknown ? [] : Object.entries(profile);
  const perhaps: Fact[] = [
    ["its profile", profile],
    ["its client id", text(app, "clientId")],
  ];
  return [
    ["the app's status", active ? "ACTIVE" : "INACTIVE"],
    ["the app's grant types", grantTypes],
    ["its token_endpoint_auth_method", credential],
    ...attributes.map(([name, value]): Fact => [`profile.${name}`, value]),
    ...perhaps.filter(([, value]) => value instanceof Unknown),
  ];
}

/** What the stack declares on a server for this client, whether it can use it or not. */
function serverFacts(client: Client, { policies, claims }: Server): Fact[] {
  const own = policies.filter((policy) => names(policy, client));
  if (own.length === 0) return [];
  const said = ({ properties }: Resource, what: string, scopes: string) =>
    `${shown(properties[what] ?? [])} for ${shown(properties[scopes] ?? [])}`;
  return [
    ...own.flatMap(({ resource, rules }): Fact[] => [
      [`policy ${called(resource)}`, "names it"],
      ...rules.map(
        (rule): Fact => [
          `rule ${called(rule)} of policy ${called(resource)}`,
          said(rule, "grantTypeWhitelists", "scopeWhitelists"),
        ],
      ),
    ]),
    ...claims
      .filter(isActive)
      .map((claim): Fact => [`claim ${called(claim)}`, said(claim, "value", "scopes")]),
  ];
}

function neo4jFacts(
  groups: ReadonlySet<string>,
  { name, providers, authentication, authorization }: Side["all"]["neo4j"][number],
): Fact[] {
  return [
    [`the authentication providers of ${name}`, authentication.join(", ")],
    [`the authorization providers of ${name}`, authorization.join(", ")],
    ...providers.flatMap(({ id, issuer, audiences, groupsClaim, mapping }): Fact[] => [
      [`provider ${id}'s issuer`, issuer ?? "none"],
      [
        `provider ${id}'s audience`,
        audiences instanceof Unknown ? audiences : audiences.join(", "),
      ],
      [`provider ${id}'s groups claim`, groupsClaim ?? "none"],
      [
        `provider ${id}'s mapping`,
        mapping.size === 0 ? "none: a group stands for the role of its name" : "by group",
      ],
      ...[...mapping].flatMap(([group, roles]): Fact[] =>
        groups.has(group) ? [[`group ${group}`, roles]] : [],
      ),
    ]),
  ];
}
