import { parseRoleMapping } from "../role-mapping.ts";
import type { Server } from "./okta.ts";
import { type Known, nameOf, type Resource, text, texts, Unknown } from "./resource.ts";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const OIDC = "dbms.security.oidc.";
const PROVIDERS = "dbms.security.authentication_providers";
const DEFAULT_PROVIDERS = ["native"];

/** A Neo4j server, as its Helm release configures it. */
export interface Neo4j {
  release: Resource;
  /** Namespace and name. */
  name: string;
  /** The settings of `neo4j.conf`. */
  config: Readonly<Record<string, Known<string>>>;
  /** Entries of the provider lists, in the order in which they are asked. */
  authentication: readonly string[];
  authorization: readonly string[];
  providers: readonly Provider[];
  /** Only users in the database are let in, with the roles that are granted to them as well; no resource tells whom. */
  requiresLocalUser: boolean;
  /** Providers whose tokens rules in the database may grant roles to (Neo4j 2026.03 and newer). */
  authRules: readonly string[];
}

/** An OIDC provider of a server that can let tokens in. */
export interface Provider {
  /** Without `oidc-`. */
  id: string;
  /** `iss` of its tokens: as it is set, or as the address of the discovery document says. */
  issuer: Known<string> | undefined;
  /** True: Neo4j compares `iss` with the setting as it is written. */
  hasIssuerSet: boolean;
  /** The issuer whose keys verify a token, by the address of keys or discovery; undefined: it does not say. */
  keysOf: Known<string> | undefined;
  /** That address, whosever it is. */
  keysAt: Known<string> | undefined;
  audiences: Known<readonly string[]>;
  /** Claim that names the user. */
  usernameClaim: string;
  groupsClaim: string | undefined;
  /** True: it asks Okta for the user of each token, and service accounts have none. */
  asksUserInfo: boolean;
  /** True: it asks for their groups. */
  asksGroups: boolean;
  /** True: Browser and Bloom offer it to people. */
  isOffered: boolean;
  /** Client id of Browser and Bloom. */
  browserClient: Known<string> | undefined;
  /** Which of a person's tokens Browser logs in with. */
  tokenType: "access_token" | "id_token";
  /** Roles by group; empty: a group stands for the role of its own name. */
  mapping: ReadonlyMap<string, readonly string[]>;
}

/** Every Neo4j server of the stack. */
export function neo4jServersOf(resources: readonly Resource[]): Neo4j[] {
  return resources.filter(isNeo4j).map((release) => {
    const { config } = release.properties.values as { config?: unknown };
    return readNeo4j(release, settingsOf(config));
  });
}

/** Settings are texts, which the chart demands; what is no text, number or truth value is none. */
function settingsOf(config: unknown): Neo4j["config"] {
  const entries = Object.entries(Object(config) as Record<string, unknown>);
  return Object.fromEntries(
    entries.flatMap(([name, value]): [string, Known<string>][] => {
      if (value instanceof Unknown) return [[name, value]];
      return value === null || typeof value === "object" ? [] : [[name, String(value)]];
    }),
  );
}

/** True for the Helm release of a Neo4j chart, which has values below `neo4j`. */
export function isNeo4j({ type, properties: { values } }: Resource): boolean {
  return type === RELEASE && !(values instanceof Unknown) && "neo4j" in Object(values);
}

function readNeo4j(release: Resource, config: Neo4j["config"]): Neo4j {
  const authentication = list(config[PROVIDERS]) ?? DEFAULT_PROVIDERS;
  const ids = authentication.flatMap((entry) => /^oidc-(.+)$/.exec(entry)?.[1] ?? []);
  const [namespace, name] = ["namespace", "name"].map((key) => text(release, key));
  return {
    release,
    name:
      typeof namespace === "string" && typeof name === "string"
        ? `${namespace}/${name}`
        : nameOf(release),
    config,
    authentication,
    authorization: list(config["dbms.security.authorization_providers"]) ?? DEFAULT_PROVIDERS,
    providers: ids.map((id) => readProvider(id, config)),
    requiresLocalUser: isTrue(config["dbms.security.require_local_user"]),
    authRules: list(config["dbms.security.abac.authorization_providers"]) ?? [],
  };
}

function readProvider(id: string, config: Neo4j["config"]): Provider {
  const setting = (name: string) => config[`${OIDC}${id}.${name}`];
  const [username, groupsClaim] = [setting("claims.username"), setting("claims.groups")];
  const mapping = setting("authorization.group_to_role_mapping");
  const audience = setting("audience");
  const params = setting("params");
  const keysAt = setting("jwks_uri") ?? setting("well_known_discovery_uri");
  const asksGroups = isTrue(setting("get_groups_from_user_info"));
  return {
    id,
    issuer: setting("issuer") ?? issuerOf(setting("well_known_discovery_uri")),
    hasIssuerSet: setting("issuer") !== undefined,
    keysOf: issuerOf(keysAt),
    keysAt,
    audiences: audience instanceof Unknown ? audience : (list(audience) ?? []),
    usernameClaim: typeof username === "string" ? username : "sub",
    asksUserInfo: isTrue(setting("get_username_from_user_info")) || asksGroups,
    asksGroups,
    isOffered: params !== undefined || setting("auth_flow") !== undefined,
    tokenType: String(setting("config")).includes("token_type_authentication=id_token")
      ? "id_token"
      : "access_token",
    browserClient: params instanceof Unknown ? params : clientIdIn(params),
    groupsClaim: typeof groupsClaim === "string" ? groupsClaim : undefined,
    mapping: parseRoleMapping(typeof mapping === "string" ? mapping : ""),
  };
}

/** The value of one key in `k=v;k=v`. */
function clientIdIn(params = ""): string | undefined {
  return /(?:^|;)client_id=([^;]+)/.exec(params)?.[1];
}

/** The issuer that an address of Okta is of: of its keys, or of either of its discovery documents. */
function issuerOf(address: Known<string> | undefined): Known<string> | undefined {
  if (typeof address !== "string") return address;
  const issuer = address.replace(ADDRESS, "");
  return issuer === address ? undefined : issuer;
}

const ADDRESS =
  /\/v1\/keys$|\/\.well-known\/(?:openid-configuration$|oauth-authorization-server(?=\/|$))/;

function list(value: Known<string> | undefined): string[] | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  return value.split(",").map((entry) => entry.trim());
}

function isTrue(value: unknown): boolean {
  return String(value).trim().toLowerCase() === "true";
}

/**
 * Whether a provider takes what a server signs. A server that the stack names by its id alone is
 * recognised by this id at the end of the issuer, or by `default`, the other name of every org's first
 * server; its audience is not in the stack, and the program has compared it with Okta's.
 */
export function trusts(provider: Provider, server: Server): boolean {
  const { audiences, asksUserInfo } = provider;
  return !asksUserInfo && isSignedFor(provider, server) && isAudience(audiences, server);
}

/** Whether a provider knows a server's issuer and keys; the audience of a token is another matter. */
export function isSignedFor(provider: Provider, server: Server): boolean {
  const { keysOf } = provider;
  return isIssuer(provider, server) && (keysOf === undefined || isServer(keysOf, server));
}

function isIssuer({ issuer, hasIssuerSet }: Provider, server: Server): boolean {
  if (issuer === undefined) return false;
  const own = server.resource && text(server.resource, "issuer");
  const isExact = hasIssuerSet && typeof own === "string" && typeof issuer === "string";
  return isExact ? own === issuer : isServer(issuer, server);
}

/** Okta serves keys and documents of a server by its id and by its other name alike. */
function isServer(address: Known<string>, { resource, id, alias }: Server): boolean {
  if (address instanceof Unknown)
    return resource !== undefined && address.from.includes(resource.urn);
  const cut = address.lastIndexOf("/") + 1;
  const own = resource && text(resource, "issuer");
  if (typeof own === "string" && own.slice(0, own.lastIndexOf("/") + 1) !== address.slice(0, cut)) {
    return false;
  }
  const last = address.slice(cut);
  return last === id || last === alias || (resource === undefined && last === "default");
}

/** Whether a provider takes the access tokens of a server, by their audience. */
export function isAudience(audiences: Provider["audiences"], { resource }: Server): boolean {
  if (resource === undefined) return true;
  if (audiences instanceof Unknown) return audiences.from.includes(resource.urn);
  const own = texts(resource, "audiences");
  return !(own instanceof Unknown) && own.some((one) => audiences.some((other) => other === one));
}
