import { type AccountNote, parseAccountNote } from "../account-note.ts";
import {
  isActive,
  type Known,
  nameOf,
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
  /** The id, or the URN of one that is created. */
  key: string;
  /** Undefined for one that the stack adopts. */
  resource: Resource | undefined;
  id: Known<string>;
  scopes: readonly Resource[];
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

const TYPES = {
  app: "okta:app/oAuth:OAuth",
  servers: ["okta:auth/server:Server", "okta:auth/serverDefault:ServerDefault"],
  scope: "okta:auth/serverScope:ServerScope",
  claim: "okta:auth/serverClaim:ServerClaim",
  policy: "okta:auth/serverPolicy:ServerPolicy",
  rule: "okta:auth/serverPolicyRule:ServerPolicyRule",
} as const;

/** Every app of the stack. */
export function clientsOf(resources: readonly Resource[]): Client[] {
  return resources.filter(({ type }) => type === TYPES.app).map(readClient);
}

function readClient(app: Resource): Client {
  const jwks = Array.isArray(app.properties.jwks) ? app.properties.jwks : [];
  const uri = text(app, "jwksUri");
  const note = text(app, "adminNote");
  const label = text(app, "label");
  return {
    app,
    name: typeof label === "string" ? label : nameOf(app),
    clientId: text(app, "clientId") ?? app.id,
    note: typeof note === "string" ? parseAccountNote(note) : {},
    isActive: isActive(app),
    grantTypes: known(texts(app, "grantTypes")),
    credential: String(text(app, "tokenEndpointAuthMethod") ?? "client_secret_basic"),
    keys: [
      ...jwks.map((key: { kid?: unknown } | null) => String(key?.kid ?? "without a kid")),
      ...(typeof uri === "string" && uri !== "" ? [uri] : []),
    ].sort(),
    profile: readProfile(app),
  };
}

function readProfile(app: Resource): Client["profile"] {
  const profile = text(app, "profile");
  if (profile === undefined || profile === "") return {};
  if (profile instanceof Unknown) return profile;
  try {
    return Object(JSON.parse(profile)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Every authorization server on which the stack declares something, created ones first. */
export function serversOf(resources: readonly Resource[]): Server[] {
  const created = resources.filter(({ type }) =>
    (TYPES.servers as readonly string[]).includes(type),
  );
  const byId = new Map(
    created.flatMap((one) => (typeof one.id === "string" ? [[one.id, one.urn]] : [])),
  );
  const urns = new Set(created.map(({ urn }) => urn));
  const keyOf = (child: Resource): string => {
    const id = text(child, "authServerId");
    if (typeof id === "string") return byId.get(id) ?? id;
    return id?.from.find((urn) => urns.has(urn)) ?? "unknown";
  };
  const parts = (type: string) =>
    Map.groupBy(
      resources.filter((resource) => resource.type === type),
      keyOf,
    );
  const [scopes, claims, policies] = [TYPES.scope, TYPES.claim, TYPES.policy].map(parts) as [
    Map<string, Resource[]>,
    Map<string, Resource[]>,
    Map<string, Resource[]>,
  ];
  const rules = resources.filter(({ type }) => type === TYPES.rule);
  const keys = new Set([...urns, ...scopes.keys(), ...claims.keys(), ...policies.keys()]);
  return [...keys].map((key) => {
    const resource = created.find(({ urn }) => urn === key);
    return {
      key,
      resource,
      id: resource?.id ?? key,
      scopes: scopes.get(key) ?? [],
      claims: claims.get(key) ?? [],
      policies: inOrder(policies.get(key) ?? []).map((policy) => readPolicy(policy, rules)),
    };
  });
}

function readPolicy(resource: Resource, rules: readonly Resource[]): Policy {
  const listed = texts(resource, "clientWhitelists");
  const clients = listed instanceof Unknown ? listed.from : listed.flatMap(idOrSources);
  const isOwn = (rule: Resource) => {
    const id = text(rule, "policyId");
    return id instanceof Unknown ? id.from.includes(resource.urn) : id === resource.id;
  };
  return {
    resource,
    clients: new Set(clients),
    allClients: clients.includes("ALL_CLIENTS"),
    rules: inOrder(rules.filter(isOwn)),
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
