import { parseRoleMapping } from "../role-mapping.ts";
import type { Server, Token } from "./okta.ts";
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
  /** Roles come from users in the database, which no stack declares. */
  requiresLocalUser: boolean;
  /** Providers whose tokens rules in the database may grant roles to (Neo4j 2026.03 and newer). */
  authRules: readonly string[];
}

/** An OIDC provider of a server that can let tokens in. */
export interface Provider {
  /** Without `oidc-`. */
  id: string;
  issuer: Known<string> | undefined;
  audiences: Known<readonly string[]>;
  groupsClaim: string | undefined;
  /** Roles by group; empty: a group stands for the role of its own name. */
  mapping: ReadonlyMap<string, readonly string[]>;
}

/** Every Neo4j server of the stack. */
export function neo4jServersOf(resources: readonly Resource[]): Neo4j[] {
  return resources.filter(isNeo4j).map((release) => {
    const { config } = release.properties.values as { config?: unknown };
    return readNeo4j(release, Object(config));
  });
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
  const groupsClaim = setting("claims.groups");
  const mapping = setting("authorization.group_to_role_mapping");
  const audience = setting("audience");
  return {
    id,
    issuer: setting("issuer") ?? issuerOf(setting("well_known_discovery_uri")),
    audiences: audience instanceof Unknown ? audience : (list(audience) ?? []),
    groupsClaim: typeof groupsClaim === "string" ? groupsClaim : undefined,
    mapping: parseRoleMapping(typeof mapping === "string" ? mapping : ""),
  };
}

function issuerOf(discoveryUri: Known<string> | undefined): Known<string> | undefined {
  if (typeof discoveryUri !== "string") return discoveryUri;
  return discoveryUri.replace(/\/\.well-known\/[^/]*$/, "");
}

function list(value: Known<string> | undefined): string[] | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  return value.split(",").map((entry) => entry.trim());
}

function isTrue(value: unknown): boolean {
  return String(value).trim().toLowerCase() === "true";
}

/**
 * Whether a provider lets a token in. A server that the stack adopts is recognised by its id at the
 * end of the issuer, or by `default`, the other name of every org's first server; its audience is not
 * in the stack, and the program has compared it with Okta's.
 */
export function accepts(provider: Provider, { server }: Pick<Token, "server">): boolean {
  return isIssuer(provider.issuer, server) && isAudience(provider.audiences, server);
}

function isIssuer(issuer: Provider["issuer"], { resource, id }: Server): boolean {
  if (issuer === undefined) return false;
  if (issuer instanceof Unknown)
    return resource !== undefined && issuer.from.includes(resource.urn);
  const own = resource && text(resource, "issuer");
  if (typeof own === "string") return own === issuer;
  const last = issuer.slice(issuer.lastIndexOf("/") + 1);
  return last === id || (resource === undefined && last === "default");
}

function isAudience(audiences: Provider["audiences"], { resource }: Server): boolean {
  if (resource === undefined) return true;
  if (audiences instanceof Unknown) return audiences.from.includes(resource.urn);
  const own = texts(resource, "audiences");
  return !(own instanceof Unknown) && own.some((one) => audiences.some((other) => other === one));
}
