import { type AccountNote, parseAccountNote } from "../account-note.ts";
import { jsonOf } from "../json.ts";
import {
  called,
  isActive,
  type Known,
  number,
  type Resource,
  text,
  texts,
  Unknown,
} from "./resource.ts";

/** An app at Okta that gets tokens: an OAuth client. */
export interface Client {
  app: Resource;
  /** What the program calls it for people: the app's label. */
  name: string;
  clientId: Known<string>;
  /** What the app's note says: owner, purpose, last day. */
  note: AccountNote;
  /** False: it gets no token at all. */
  isActive: boolean;
  grantTypes: readonly string[];
  /** RFC 7591 `token_endpoint_auth_method`. */
  credential: string;
  /** Ids of its public keys, or the address where they are; empty for a client secret. */
  keys: readonly string[];
  profile: Known<Readonly<Record<string, unknown>>>;
}

/** An authorization server with what the stack declares on it. */
export interface Server {
  /** The id, or the URN of one that is a resource. */
  key: string;
  /** Undefined for one that the stack names by its id alone. */
  resource: Resource | undefined;
  id: Known<string>;
  /** The other name in addresses that one server of an org has: `default`. */
  alias: string | undefined;
  /** True for one that is not the stack's, which may have more than the stack knows. */
  isAdopted: boolean;
  /** False: it gives out no token. */
  isActive: boolean;
  /** Names of scopes, sorted: declared ones, those of rules and claims, and `*` for those of an adopted server. */
  scopes: ReadonlySet<string>;
  claims: readonly Resource[];
  /** First asked first. */
  policies: readonly Policy[];
}

/** An access policy with its rules, first asked first. */
export interface Policy {
  resource: Resource;
  /** Client ids; URNs of apps whose client id is not known yet. */
  clients: ReadonlySet<string>;
  /** True: every client of the org, also those that the stack does not declare. */
  allClients: boolean;
  rules: readonly Resource[];
}

/** A token that a client can get. */
export interface Token {
  server: Server;
  scope: string;
  policy: Policy;
  rule: Resource;
  /** Okta's own default is 60. */
  lifetimeMinutes: number;
}

/** Pulumi's type tokens of what decides over tokens. */
export const TYPES = {
  app: "okta:app/oAuth:OAuth",
  server: "okta:auth/server:Server",
  defaultServer: "okta:auth/serverDefault:ServerDefault",
  scope: "okta:auth/serverScope:ServerScope",
  claim: "okta:auth/serverClaim:ServerClaim",
  policy: "okta:auth/serverPolicy:ServerPolicy",
  rule: "okta:auth/serverPolicyRule:ServerPolicyRule",
} as const;

/** Every app of the stack. */
export function appsOf(resources: readonly Resource[]): Client[] {
  return resources.filter(({ type }) => type === TYPES.app).map(readClient);
}

/**
 * Every app that may get tokens for itself. A single-page app cannot: it gets those of people, whose roles a
 * provider's mapping says.
 */
export function clientsOf(resources: readonly Resource[]): Client[] {
  return appsOf(resources).filter(({ app }) => text(app, "type") !== "browser");
}

function readClient(app: Resource): Client {
  const note = text(app, "adminNote");
  return {
    app,
    name: called(app, "label"),
    clientId: text(app, "clientId") ?? app.id,
    note: typeof note === "string" ? parseAccountNote(note) : {},
    isActive: isActive(app),
    grantTypes: grantTypesOf(app),
    credential: String(text(app, "tokenEndpointAuthMethod") ?? "client_secret_basic"),
    keys: [...publicKeys(app).values()].sort(),
    profile: readProfile(app),
  };
}

/** Ids of an app's public keys, or their address, by all that makes them: another key may have an old id. */
export function publicKeys(app: Resource): ReadonlyMap<string, string> {
  const { jwks } = app.properties;
  const uri = text(app, "jwksUri");
  const keys = Array.isArray(jwks) ? jwks.map((key) => Object(key) as Record<string, unknown>) : [];
  return new Map([
    ...keys.map(({ kid = "without a kid", kty, n, e, x, y }): [string, string] => [
      JSON.stringify([kid, kty, n, e, x, y]),
      String(kid),
    ]),
    ...(typeof uri === "string" && uri !== "" ? [[uri, uri] as const] : []),
  ]);
}

/** The provider gives a service that names no grant type the only one of its kind. */
function grantTypesOf(app: Resource): string[] {
  const listed = known(texts(app, "grantTypes"));
  const isService = text(app, "type") === "service";
  return listed.length === 0 && isService ? ["client_credentials"] : listed;
}

function readProfile(app: Resource): Client["profile"] {
  const profile = text(app, "profile");
  if (profile === undefined || profile === "") return {};
  if (profile instanceof Unknown) return profile;
  return Object(jsonOf(profile)) as Record<string, unknown>;
}

/** Every authorization server that is a resource or that the stack declares something on. */
export function serversOf(resources: readonly Resource[]): Server[] {
  const own = resources.filter(({ type }) => isServerType(type));
  const byUrn = new Map(own.map((one) => [one.urn, one]));
  const names = own.flatMap((one) =>
    [one.id, aliasOf(one)].map((name) => [name, one.urn] as const),
  );
  const byName = new Map(names);
  const keyOf = (child: Resource): string => {
    const id = text(child, "authServerId");
    if (!(id instanceof Unknown)) return byName.get(id) ?? id ?? "unknown";
    return id.from.find((urn) => byUrn.has(urn)) ?? "unknown";
  };
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const scopes = Map.groupBy(of(TYPES.scope), keyOf);
  const claims = Map.groupBy(of(TYPES.claim), keyOf);
  const policies = Map.groupBy(of(TYPES.policy), keyOf);
  const rules = rulesByPolicy(of(TYPES.rule));
  const keys = new Set([...byUrn.keys(), ...scopes.keys(), ...claims.keys(), ...policies.keys()]);
  return [...keys].map((key) => {
    const resource = byUrn.get(key);
    const isAdopted = resource === undefined || resource.external === true;
    const parts = {
      claims: claims.get(key) ?? [],
      policies: inOrder(policies.get(key) ?? []).map((policy) => readPolicy(policy, rules)),
    };
    const declared = scopes.get(key) ?? [];
    return {
      key,
      resource,
      id: resource?.id ?? key,
      alias: resource && aliasOf(resource),
      isAdopted,
      isActive: resource === undefined || isActive(resource),
      scopes: scopeNames(declared, parts, isAdopted),
      ...parts,
    };
  });
}

function isServerType(type: string): boolean {
  return type === TYPES.server || type === TYPES.defaultServer;
}

/** The org's first server has `default` in the addresses of its tokens, beside its id in Okta's API. */
function aliasOf(server: Resource): string | undefined {
  const issuer = text(server, "issuer");
  const isDefault = typeof issuer === "string" && issuer.endsWith("/default");
  return isDefault || server.type === TYPES.defaultServer ? "default" : undefined;
}

function scopeNames(
  declared: readonly Resource[],
  { claims, policies }: Pick<Server, "claims" | "policies">,
  isAdopted: boolean,
): ReadonlySet<string> {
  const rules = policies.flatMap((policy) => policy.rules);
  const names = [
    ...declared.map((scope) => text(scope, "name")),
    ...rules.flatMap((rule) => known(texts(rule, "scopeWhitelists"))),
    ...claims.flatMap((claim) => known(texts(claim, "scopes"))),
  ].filter((name) => typeof name === "string");
  const isAny = (name: string) => name === "*";
  return new Set([...names.filter((name) => !isAny(name)), ...(isAdopted ? ["*"] : [])].sort());
}

/** By the id of their policy, or by its URN where that id is not known yet. */
function rulesByPolicy(rules: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const keyed = rules.flatMap((rule) => {
    const policy = text(rule, "policyId");
    if (policy === undefined) return [];
    return idOrSources(policy).map((key) => ({ key, rule }));
  });
  const groups = Map.groupBy(keyed, ({ key }) => key);
  return new Map([...groups].map(([key, ones]) => [key, ones.map(({ rule }) => rule)]));
}

function readPolicy(resource: Resource, rules: ReadonlyMap<string, readonly Resource[]>): Policy {
  const listed = texts(resource, "clientWhitelists");
  const clients = listed instanceof Unknown ? listed.from : listed.flatMap(idOrSources);
  const { urn, id } = resource;
  const byId = typeof id === "string" ? (rules.get(id) ?? []) : [];
  return {
    resource,
    clients: new Set(clients),
    allClients: clients.includes("ALL_CLIENTS"),
    rules: inOrder([...byId, ...(rules.get(urn) ?? [])]),
  };
}

function idOrSources(id: Known<string>): readonly string[] {
  return id instanceof Unknown ? id.from : [id];
}

function inOrder(resources: readonly Resource[]): Resource[] {
  const priority = (resource: Resource) => number(resource, "priority") ?? Number.MAX_SAFE_INTEGER;
  return resources.filter(isActive).sort((a, b) => priority(a) - priority(b));
}

/** Those of the values that are known. */
export function known<T>(values: Known<Known<T>[]>): T[] {
  if (values instanceof Unknown) return [];
  return values.filter((value): value is T => !(value instanceof Unknown));
}
