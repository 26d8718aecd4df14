import type { EffectiveAccess } from "../../access/effective/access.ts";
import type { Client, Server } from "../../access/effective/okta.ts";
import {
  isActive,
  nameOf,
  type Resource,
  text,
  texts,
  Unknown,
} from "../../access/effective/resource.ts";
import { names } from "../../access/effective/token.ts";
import type { Pair, Side } from "./clients.ts";

/** What decides over one client's roles, by what it is called. */
type Facts = ReadonlyMap<string, string>;

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
function factsOf({ client, all }: Side, groups: ReadonlySet<string>): Facts {
  return new Map([
    ...appFacts(client),
    ...serverFacts(client, all.servers),
    ...neo4jFacts(groups, all),
  ]);
}

function appFacts({
  app,
  isActive: active,
  grantTypes,
  credential,
  profile,
}: Client): [string, string][] {
  const attributes = profile instanceof Unknown ? [] : Object.entries(profile);
  return [
    ["the app's status", active ? "ACTIVE" : "INACTIVE"],
    ["the app's grant types", shown(grantTypes)],
    ["its token_endpoint_auth_method", credential],
    ...(profile instanceof Unknown ? [["its profile", "not known yet"] as [string, string]] : []),
    ...attributes.map(([name, value]): [string, string] => [`profile.${name}`, shown(value)]),
    ...(text(app, "clientId") instanceof Unknown
      ? [["its client id", "not known yet"] as [string, string]]
      : []),
  ];
}

/** What the stack declares on the servers for this client, whether it can use it or not. */
function serverFacts(client: Client, servers: readonly Server[]): [string, string][] {
  return servers.flatMap(({ policies, claims }) => {
    const own = policies.filter((policy) => names(policy, client));
    if (own.length === 0) return [];
    return [
      ...own.flatMap(({ resource, rules }): [string, string][] => [
        [`policy ${nameText(resource)}`, "names it"],
        ...rules.map((rule): [string, string] => [
          `rule ${nameText(rule)} of policy ${nameText(resource)}`,
          `${shown(texts(rule, "grantTypeWhitelists"))} for ${shown(texts(rule, "scopeWhitelists"))}`,
        ]),
      ]),
      ...claims
        .filter(isActive)
        .map((claim): [string, string] => [
          `claim ${nameText(claim)}`,
          `${shown(text(claim, "value"))} for ${shown(texts(claim, "scopes"))}`,
        ]),
    ];
  });
}

function neo4jFacts(groups: ReadonlySet<string>, { neo4j }: EffectiveAccess): [string, string][] {
  return neo4j.flatMap(({ name, providers, authentication, authorization }) => [
    [`the authentication providers of ${name}`, authentication.join(", ")] as [string, string],
    [`the authorization providers of ${name}`, authorization.join(", ")],
    ...providers.flatMap(({ id, issuer, audiences, groupsClaim, mapping }): [string, string][] => [
      [`provider ${id}'s issuer`, known(issuer)],
      [
        `provider ${id}'s audience`,
        audiences instanceof Unknown ? "not known yet" : audiences.join(", "),
      ],
      [`provider ${id}'s groups claim`, groupsClaim ?? "none"],
      [
        `provider ${id}'s mapping`,
        mapping.size === 0 ? "none: a group stands for the role of its name" : "by group",
      ],
      ...[...mapping].flatMap(([group, roles]): [string, string][] =>
        groups.has(group) ? [[`group ${group}`, shown(roles)]] : [],
      ),
    ]),
  ]);
}

/** The facts that two sides do not share, as clauses. */
function differences(before: Facts, after: Facts): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    if (old === undefined) return [`${name} is new: ${short(now)}`];
    if (now === undefined) return [`${name} (${short(old)}) is gone`];
    const isLong = old.length > LONGEST && now.length > LONGEST;
    const by = isLong
      ? `: ${listDifference(old, now)}`
      : ` went from ${short(old)} to ${short(now)}`;
    return [`${name}${by}`];
  });
}

/** A hundred groups for each of a thousand changes would be a page that nobody reads. */
const LONGEST = 300;

function short(value = ""): string {
  return value.length > LONGEST
    ? `${value.slice(0, LONGEST)}... (${value.length} characters)`
    : value;
}

/** What two long lists do not share. */
function listDifference(old: string, now: string): string {
  const [before, after] = [old, now].map(
    (list) => new Set(list.replace(/^\[|\]$/g, "").split(", ")),
  );
  const more = [...(after ?? [])].filter((item) => !before?.has(item));
  const fewer = [...(before ?? [])].filter((item) => !after?.has(item));
  return `${short(shown(more))} more, ${short(shown(fewer))} fewer`;
}

function known(value: string | Unknown | undefined): string {
  if (value instanceof Unknown) return "not known yet";
  return value ?? "none";
}

function nameText(resource: Resource): string {
  const name = text(resource, "name");
  return typeof name === "string" ? name : nameOf(resource);
}

/** A value for a sentence: lists in brackets. */
export function shown(value: unknown): string {
  if (value instanceof Unknown) return "not known yet";
  if (Array.isArray(value))
    return `[${value.map((item) => (item instanceof Unknown ? "?" : String(item))).join(", ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Why a client's access is another: clauses that name settings and their values. */
export function causesOf({ before, after }: Pair): string[] {
  if (before === undefined) {
    const groups = after === undefined ? [] : groupsIn(after.client);
    return [`the account is new, with the groups ${short(shown(groups))}`];
  }
  if (after === undefined) return ["the account is removed"];
  const groups = new Set([...groupsIn(before.client), ...groupsIn(after.client)]);
  return differences(factsOf(before, groups), factsOf(after, groups));
}
