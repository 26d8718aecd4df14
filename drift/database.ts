import type { Resource } from "../access/effective/resource.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import type {
  Administrator,
  AuthRule,
  DatabaseUser,
  RunningSetting,
} from "../neo4j-client/administrator.ts";
import { isSameSetting } from "./setting-text.ts";

/** What a running Neo4j has that decides over access, whoever put it there. */
export interface Database {
  /** The Helm release that declares it. */
  release: Resource;
  running: ReadonlyMap<string, RunningSetting>;
  /** Undefined: this Neo4j is too old to have any. */
  authRules: readonly AuthRule[] | undefined;
  users: readonly DatabaseUser[];
}

const OIDC = "dbms.security.oidc.";

/** The chart sets it by itself: certificates are read again while the server runs. */
const NOT_ABOUT_ACCESS = ["dbms.security.tls_reload_enabled"];

/** Neo4j leaves out, without an error, what a user may not see. */
const ALWAYS_SHOWN = "dbms.security.authentication_providers";

/** What Neo4j shows in place of a secret. */
const HIDDEN = /^#+$/;

/**
 * Reads a running Neo4j.
 *
 * @throws {Neo4jFailure}, or Neo4jOktaError `neo4j-refused` for a user who may not see everything
 */
export async function readDatabase(
  release: Resource,
  administrator: Administrator,
): Promise<Database> {
  const running = await administrator.running();
  if (!running.has(ALWAYS_SHOWN)) {
    throw new Neo4jOktaError(
      "neo4j-refused",
      "Neo4j does not show its security settings to this user. Fix: GRANT SHOW SETTING * ON DBMS to one of its roles, or log in as an administrator.",
    );
  }
  return {
    release,
    running,
    authRules: await administrator.authRules(),
    users: await administrator.users(),
  };
}

/** The release with the security settings that its server runs with in place of those that it declares. */
export function liveRelease(database: Database): Resource {
  const { release, running } = database;
  const unseen = unseenProviders(database);
  const isCompared = (name: string) =>
    name.startsWith("dbms.security.") &&
    !NOT_ABOUT_ACCESS.includes(name) &&
    !unseen.some((id) => name.startsWith(`${OIDC}${id}.`));
  const values = Object(release.properties.values) as { config?: unknown };
  const declared = Object(values.config) as Record<string, unknown>;
  const config = new Map(Object.entries(declared).filter(([name]) => !isCompared(name)));
  for (const [name, { value, defaultValue }] of running) {
    const isSet = Object.hasOwn(declared, name) || value !== defaultValue;
    if (!isCompared(name) || !isSet || value === "") continue;
    config.set(name, isSameSetting(declared[name], value) ? declared[name] : value);
  }
  for (const name of Object.keys(declared)) {
    const isHidden = HIDDEN.test(running.get(name)?.value ?? "");
    if (isHidden) config.set(name, declared[name]);
  }
  return {
    ...release,
    properties: {
      ...release.properties,
      values: { ...values, config: Object.fromEntries(config) },
    },
  };
}

/** Providers that are declared and of which the server shows no setting at all: nobody can compare them. */
export function unseenProviders({ release, running }: Database): string[] {
  const { config } = Object(release.properties.values) as { config?: Record<string, unknown> };
  const [declared, shown] = [Object.keys(config ?? {}), [...running.keys()]].map(providerIds);
  return [...(declared ?? [])].filter((id) => !shown?.has(id)).sort();
}

function providerIds(names: readonly string[]): ReadonlySet<string> {
  const ofProviders = names.filter((name) => name.startsWith(OIDC));
  return new Set(ofProviders.map((name) => name.slice(OIDC.length).split(".", 1).join()));
}
