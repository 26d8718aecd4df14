import type { ClientAccess, EffectiveAccess } from "../../access/effective/access.ts";
import type { Client } from "../../access/effective/okta.ts";
import { isActive, text, texts, Unknown } from "../../access/effective/resource.ts";
import type { Side } from "./clients.ts";

/** What decides over one client's roles, by what it is called. */
export type Facts = ReadonlyMap<string, string>;

/** The groups that an app's profile names, in any attribute. */
export function groupsIn({ profile }: Client): string[] {
  return Object.values(Object(profile)).flat().map(String);
}

/**
 * Everything in the stack that decides which roles a client gets. Two sides of a comparison differ in
 * access only where they differ in a fact.
 *
 * @param groups whose mapping counts: those that the client carries on either side
 */
export function factsOf({ client, access, all }: Side, groups: ReadonlySet<string>): Facts {
  return new Map([...appFacts(client), ...tokenFacts(access), ...neo4jFacts(groups, all)]);
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

function tokenFacts({ tokens }: ClientAccess): [string, string][] {
  return tokens.flatMap(({ server, scope, policy, rule }) => {
    const names = server.claims.map((claim): [string, string] => {
      const value = text(claim, "value");
      const bound = texts(claim, "scopes");
      const state = isActive(claim) ? "" : " (INACTIVE)";
      return [
        `claim ${nameText(text(claim, "name"))}`,
        `${value instanceof Unknown ? "not known yet" : value} for ${shown(bound)}${state}`,
      ];
    });
    return [
      [
        `scope ${scope}`,
        `granted by rule ${quoted(text(rule, "name"))} of policy ${quoted(text(policy.resource, "name"))}`,
      ],
      ...names,
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
export function differences(before: Facts, after: Facts): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    if (old === undefined) return [`${name} is new: ${now}`];
    if (now === undefined) return [`${name} (${old}) is gone`];
    return [`${name} went from ${old} to ${now}`];
  });
}

function known(value: string | Unknown | undefined): string {
  if (value instanceof Unknown) return "not known yet";
  return value ?? "none";
}

function nameText(value: string | Unknown | undefined): string {
  return typeof value === "string" ? value : "without a known name";
}

function quoted(value: string | Unknown | undefined): string {
  return typeof value === "string" ? JSON.stringify(value) : "without a known name";
}

/** A value for a sentence: lists in brackets. */
export function shown(value: unknown): string {
  if (value instanceof Unknown) return "not known yet";
  if (Array.isArray(value))
    return `[${value.map((item) => (item instanceof Unknown ? "?" : String(item))).join(", ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
