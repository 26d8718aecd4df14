import { type Neo4j, neo4jServersOf } from "../../access/effective/neo4j.ts";
import { type Client, clientsOf } from "../../access/effective/okta.ts";
import type { Resource } from "../../access/effective/resource.ts";
import type {
  Administrator,
  AuthRule,
  DatabaseUser,
  RunningSetting,
} from "../../neo4j-client/administrator.ts";
import type { Change } from "../changes/change.ts";
import { shown } from "../changes/differences.ts";
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

/** The user that every database begins with, and whose password is the break-glass one. */
const BREAK_GLASS_USER = "neo4j";

const OIDC = "dbms.security.oidc.";
const STRICT = "server.config.strict_validation.enabled";

/** The chart sets it by itself: certificates are read again while the server runs. */
const NOT_ABOUT_ACCESS = ["dbms.security.tls_reload_enabled"];

/** What Neo4j shows in place of a secret. */
const HIDDEN = /^#+$/;

/**
 * Reads a running Neo4j.
 *
 * @throws {Neo4jFailure}
 */
export async function readDatabase(
  release: Resource,
  administrator: Administrator,
): Promise<Database> {
  return {
    release,
    running: await administrator.running(),
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

/**
 * What no Helm release could say, or no review would tell.
 *
 * @param after resources as they are there
 */
export function databaseFindings(database: Database, after: readonly Resource[]): Change[] {
  const server = neo4jServersOf(after).find(({ release }) => release.urn === database.release.urn);
  if (server === undefined) return [];
  const clients = clientsOf(after);
  return [
    ...strictness(database, server),
    ...(database.authRules ?? []).map((rule) => ruleFinding(rule, server)),
    ...database.users.flatMap((user) => userFinding(user, server, clients)),
  ];
}

function strictness({ release, running }: Database, { name }: Neo4j): Change[] {
  const { config } = Object(release.properties.values) as { config?: Record<string, unknown> };
  const [declared, value] = [config?.[STRICT], running.get(STRICT)?.value];
  if (declared === undefined || value === undefined || isSameSetting(declared, value)) return [];
  return [
    {
      category: "unknown",
      code: "security-setting",
      subject: name,
      accounts: [],
      sentence: `${name} judges the names of its settings otherwise than declared`,
      causes: [`${STRICT} went from ${shown(declared)} to ${value}`],
      effects: ["Without it, a setting with a wrong name has no effect, and nothing says so"],
    },
  ];
}

/** No stack declares a rule, so each is a finding, also while it grants nothing. */
function ruleFinding({ name, condition, enabled, roles }: AuthRule, server: Neo4j): Change {
  const idle = !enabled
    ? "it is disabled"
    : roles.length === 0
      ? "it has no role"
      : server.authRules.length === 0
        ? "dbms.security.abac.authorization_providers names no provider"
        : undefined;
  const what = roles.length === 0 ? "no role" : roles.join(", ");
  return {
    category: "widened",
    code: "auth-rule",
    subject: name,
    accounts: [],
    ...(roles.length === 1 ? { role: roles[0] } : {}),
    sentence: `The auth rule ${name} in the database of ${server.name} grants ${what}`,
    causes: [
      `its condition is ${condition.length > LONGEST ? `${condition.slice(0, LONGEST)} ...` : condition}`,
    ],
    effects: [
      idle === undefined
        ? `Whoever ${server.authRules.join(" or ")} lets in, and fulfils it, has them at the next transaction`
        : `It grants nothing as it is: ${idle}`,
    ],
  };
}

/** Characters; a longer condition is for `SHOW AUTH RULES`. */
const LONGEST = 300;

/** A user with roles, whom no stack declares: beside the identity provider, or on top of an account's token. */
function userFinding(
  { name, roles, suspended, providers }: DatabaseUser,
  server: Neo4j,
  clients: readonly Client[],
): Change[] {
  if (roles.length === 0 || suspended) return [];
  if (name === BREAK_GLASS_USER && providers.every((one) => one === "native")) return [];
  const client = clients.find(({ clientId }) => clientId === name);
  const ways = providers.filter((one) => server.authentication.includes(one));
  const isRead = server.authorization.includes("native");
  return [
    {
      category: client === undefined ? "widened" : "gained",
      code: "database-user",
      subject: client?.name ?? name,
      accounts: client === undefined ? [] : [client.name],
      ...(client === undefined ? {} : { clientId: name, owner: client.note.owner }),
      ...(roles.length === 1 ? { role: roles[0] } : {}),
      sentence: `The user ${name} in the database of ${server.name} has ${roles.join(", ")}`,
      causes: ["somebody has granted it in the database, where no stack declares users"],
      effects: [
        isRead
          ? wayIn(ways, client)
          : "It counts for nothing as it is: native is none of the authorization providers",
      ],
    },
  ];
}

function wayIn(ways: readonly string[], client: Client | undefined): string {
  if (client !== undefined) return `${client.name} has it on top of what its tokens say`;
  if (ways.length === 0) return "Only a token of the same user name gets it: no other way in is on";
  return `It logs in by ${ways.map((one) => (one === "native" ? "a password" : one)).join(" or ")}`;
}
