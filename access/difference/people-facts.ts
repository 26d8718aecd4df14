import { filterCarries, filterText } from "../effective/groups-filter.ts";
import type { Client, Server } from "../effective/okta.ts";
import { includes, type PeoplesGroup } from "../effective/peoples-groups.ts";
import { covers, isForPeople } from "../effective/peoples-tokens.ts";
import { called, isActive, type Resource, text, texts, Unknown } from "../effective/resource.ts";
import { ANY_CLIENT, type Asker, names } from "../effective/token.ts";
import { type Difference, differences, type Fact, shown } from "./differences.ts";
import type { PeopleSide, SignInPair } from "./sign-in-pairs.ts";

/** Settings of a provider that Neo4j hands on to Browser and does not use itself. */
export const REQUEST = new Set(["auth_flow", "params", "auth_params", "token_params", "config"]);

/** Why the members of a group have other roles, or get in no longer: settings with their values. */
export function whyPeople(
  { before, after }: SignInPair,
  group: string,
): { differences: Difference[]; because?: string } {
  if (after === undefined) return { differences: [], because: "the sign-in is removed" };
  if (before === undefined) {
    const roles = after.signIn.provider.mapping.get(group) ?? [];
    return {
      differences: differences([], [[`group ${group}`, roles], ...providerFacts(after)]),
      because: `the sign-in is new, and maps ${group} to ${shown(roles)}`,
    };
  }
  return { differences: differences(factsOf(before, group), factsOf(after, group)) };
}

/** Everything in the stack that decides over the members of a group who sign in. */
function factsOf(side: PeopleSide, group: string): Fact[] {
  const { signIn, all } = side;
  const { provider, neo4j, app } = signIn;
  const { mapping } = provider;
  const roles = mapping.get(group);
  return [
    [`the authentication providers of ${neo4j.name}`, neo4j.authentication.join(", ")],
    [`the authorization providers of ${neo4j.name}`, neo4j.authorization.join(", ")],
    ["dbms.security.require_local_user", neo4j.requiresLocalUser],
    ...providerFacts(side),
    [
      `provider ${provider.id}'s mapping`,
      mapping.size === 0 ? "none: a group stands for the role of its name" : "by group",
    ],
    ...(roles === undefined ? [] : [[`group ${group}`, roles] as const]),
    ...(app === undefined ? [] : appFacts(side, app, group)),
    ...all.servers.flatMap((server) => serverFacts(server, side, app, group)),
  ];
}

/** Whose tokens a provider takes, and what it reads of them. */
export function providerFacts({ signIn: { provider } }: PeopleSide): Fact[] {
  const { id, issuer, audiences, usernameClaim, groupsClaim } = provider;
  return [
    [`provider ${id}'s issuer`, issuer ?? "none"],
    [`provider ${id}'s audience`, audiences instanceof Unknown ? audiences : audiences.join(", ")],
    [`provider ${id}'s user name`, usernameClaim],
    [`provider ${id}'s groups claim`, groupsClaim ?? "none"],
  ];
}

function appFacts({ all }: PeopleSide, app: Asker, group: string): Fact[] {
  if (app === ANY_CLIENT) return [];
  const { groups, others } = all.peoplesGroups.assignedTo(app);
  const isAssigned = includes(groups, group) !== "no";
  return [
    ["the app's status", app.isActive ? "ACTIVE" : "INACTIVE"],
    ["the app's grant types", app.grantTypes],
    ...(isAssigned ? [[`the assignment of ${group} to app ${app.name}`, "there"] as const] : []),
    ...(others ? [[`app ${app.name}`, "assigned to others than groups too"] as const] : []),
  ];
}

function serverFacts(
  server: Server,
  { signIn, all }: PeopleSide,
  app: Asker | undefined,
  group: string,
): Fact[] {
  if (app === undefined) return [];
  const { groupsClaim } = signIn.provider;
  const rules = peoplesRules(server, app);
  if (rules.length === 0) return [];
  return [
    ...rules.flatMap(({ rule, policy }): Fact[] => {
      const sure = covers(rule, group, all.peoplesGroups);
      const [grants, scopes] = ["grantTypeWhitelists", "scopeWhitelists"].map((key) =>
        shown(rule.properties[key] ?? []),
      );
      const whom = sure === "unknown" ? "whom it is for is not known" : `for ${group}`;
      const name = `rule ${called(rule)} of policy ${called(policy)}`;
      return sure === "no" ? [] : [[name, `${whom}: ${grants}, scopes ${scopes}`]];
    }),
    ...server.claims
      .filter((claim) => isActive(claim) && text(claim, "name") === groupsClaim)
      .map((claim): Fact => [`claim ${called(claim)}`, claimText(claim, group)]),
  ];
}

/** The same for each filter that says the group: which others it says is another matter. */
function claimText(claim: Resource, group: string): string {
  const scopes = shown(claim.properties.scopes ?? []);
  if (text(claim, "valueType") !== "GROUPS") {
    return `${shown(claim.properties.value ?? "nothing")} for ${scopes}`;
  }
  const sure = filterCarries(claim, group);
  const words = { yes: "saying", no: "not saying", unknown: "perhaps saying" }[sure];
  return `${words} ${group}${sure === "yes" ? "" : ` (${filterText(claim)})`} with ${scopes}`;
}

/** The rules by which people get tokens of a server by an app. */
export function peoplesRules(
  { policies }: Server,
  app: Asker,
): { policy: Resource; rule: Resource }[] {
  return policies
    .filter((policy) => names(policy, app))
    .flatMap(({ resource, rules }) =>
      rules.flatMap((rule) => {
        const grants = texts(rule, "grantTypeWhitelists");
        const isOpen = grants instanceof Unknown || isForPeople(grants.map(String));
        return isOpen ? [{ policy: resource, rule }] : [];
      }),
    );
}

/** What a group is called where the stack does not know its name: its id. */
export function groupName({ key, name }: PeoplesGroup): string {
  return name ?? key;
}

/** The app of the stack by which people sign in; undefined: another one. */
export function appOf(side: PeopleSide | undefined): Client | undefined {
  const app = side?.signIn.app;
  return app === ANY_CLIENT ? undefined : app;
}
