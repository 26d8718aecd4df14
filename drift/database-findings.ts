import { type Change, change } from "../access/difference/change.ts";
import { short } from "../access/difference/differences.ts";
import { type Neo4j, neo4jServersOf } from "../access/effective/neo4j.ts";
import { type Client, clientsOf } from "../access/effective/okta.ts";
import type { Resource } from "../access/effective/resource.ts";
import type { AuthRule, DatabaseUser } from "../neo4j-client/administrator.ts";
import type { Database } from "./database.ts";
import { declaredDatabase, isDeclaredRule, isDeclaredUser } from "./declared-database.ts";
import { isSameSetting } from "./setting-text.ts";

/** The user that every database begins with, and whose password is the break-glass one. */
const BREAK_GLASS_USER = "neo4j";

const STRICT = "server.config.strict_validation.enabled";

/**
 * What no Helm release could say, or no review would tell.
 *
 * @param after resources as they are there
 */
export function databaseFindings(database: Database, after: readonly Resource[]): Change[] {
  const server = neo4jServersOf(after).find(({ release }) => release.urn === database.release.urn);
  if (server === undefined) return [];
  const clients = clientsOf(after);
  const declared = declaredDatabase(after);
  const rules = (database.authRules ?? []).filter((rule) => !isDeclaredRule(rule, declared));
  const users = database.users.filter((user) => !isDeclaredUser(user, declared));
  return [
    ...strictness(database, server),
    ...rules.map((rule) => ruleFinding(rule, server)),
    ...users.flatMap((user) => userFinding(user, server, clients)),
  ];
}

function strictness({ release, running }: Database, { name }: Neo4j): Change[] {
  const { config } = Object(release.properties.values) as { config?: Record<string, unknown> };
  const [before, after] = [config?.[STRICT], running.get(STRICT)?.value];
  if (before === undefined || after === undefined || isSameSetting(before, after)) return [];
  return [
    change("unknown", "security-setting", name, {
      database: name,
      sentence: `${name} judges the names of its settings otherwise than declared`,
      differences: [{ what: STRICT, before, after }],
      effect: "Without it, a setting with a wrong name has no effect, and nothing says so",
    }),
  ];
}

/** A rule that is not as the stack declares it, also while it grants nothing. */
function ruleFinding({ name, condition, enabled, roles }: AuthRule, server: Neo4j): Change {
  const idle = whyIdle({ enabled, roles }, server);
  const what = roles.length === 0 ? "no role" : roles.join(", ");
  return change("widened", "auth-rule", name, {
    ...onlyRole(roles),
    database: server.name,
    sentence: `The auth rule ${name} in the database of ${server.name} grants ${what}`,
    differences: [
      { what: "condition", after: condition },
      { what: "roles", after: roles },
      { what: "enabled", after: enabled },
    ],
    because: `its condition is ${short(condition)}`,
    effect:
      idle === undefined
        ? `Whoever ${server.authRules.join(" or ")} lets in, and fulfils it, has them at the next transaction`
        : `It grants nothing as it is: ${idle}`,
  });
}

function whyIdle(
  { enabled, roles }: Pick<AuthRule, "enabled" | "roles">,
  { authRules: providers }: Neo4j,
): string | undefined {
  if (!enabled) return "it is disabled";
  if (roles.length === 0) return "it has no role";
  if (providers.length > 0) return undefined;
  return "dbms.security.abac.authorization_providers names no provider";
}

/** A user with roles, who is not as the stack declares any: beside the identity provider, or on top of an account's token. */
function userFinding(
  { name, roles, suspended, providers }: DatabaseUser,
  server: Neo4j,
  clients: readonly Client[],
): Change[] {
  if (roles.length === 0 || suspended) return [];
  if (name === BREAK_GLASS_USER && providers.every((one) => one === "native")) return [];
  const client = clients.find(({ clientId }) => clientId === name);
  const subject =
    client === undefined
      ? name
      : {
          subject: client.name,
          accounts: [client.name],
          clientId: name,
          owner: client.note.owner,
        };
  return [
    change(client === undefined ? "widened" : "gained", "database-user", subject, {
      ...onlyRole(roles),
      database: server.name,
      sentence: `The user ${name} in the database of ${server.name} has ${roles.join(", ")}`,
      differences: [
        { what: "roles", after: roles },
        { what: "providers", after: providers },
      ],
      because: "somebody has granted it in the database, and the stack does not declare it so",
      effect: wayIn(providers, server, client),
    }),
  ];
}

function wayIn(providers: readonly string[], server: Neo4j, client: Client | undefined): string {
  if (!server.authorization.includes("native")) {
    return "It counts for nothing as it is: native is none of the authorization providers";
  }
  if (client !== undefined) return `${client.name} has it on top of what its tokens say`;
  const ways = providers.filter((one) => server.authentication.includes(one));
  if (ways.length === 0) return "Only a token of the same user name gets it: no other way in is on";
  return `It logs in by ${ways.map((one) => (one === "native" ? "a password" : one)).join(" or ")}`;
}

function onlyRole(roles: readonly string[]): { role?: string } {
  const [role] = roles;
  return roles.length === 1 && role !== undefined ? { role } : {};
}
