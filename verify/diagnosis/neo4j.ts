import type { AccessContract } from "../../access/contract.ts";
import type { AccountContext, Cause, StackContext } from "../checks/check.ts";
import { AUTHENTICATION, AUTHORIZATION, expectations, prefixOf } from "./expectations.ts";

/** What was found wrong, and what was seen of it. */
export interface Finding extends Cause {
  seen: string;
}

type Running = ReadonlyMap<string, string>;
type Context = Pick<StackContext, "contract" | "neo4j" | "breakGlass">;
type Shared = StackContext["evidence"];

const RESTORE =
  "Run pulumi up to restore it. Settings are static: the Pod must restart to read them.";

/** Why Neo4j refuses a token that is right: the first of its settings that differs. */
export async function diagnoseLogin(
  context: Context,
  shared: Shared,
): Promise<Finding | undefined> {
  const running = await readSettings(context, shared);
  if (running === undefined) return undefined;
  return (
    findDifference(context.contract, running, [
      "dbms.security.auth_enabled",
      AUTHENTICATION,
      "well_known_discovery_uri",
      "jwks_uri",
      "issuer",
      "audience",
      "claims.username",
      "dbms.security.require_local_user",
    ]) ?? {
      side: "network",
      setting: "way from Neo4j to Okta",
      fix: "Neo4j's settings are as declared, so it cannot read the discovery document or the JWKS (egress, proxy, private CA), or its clock is off: logs/security.log says which.",
      seen: "Neo4j's settings are as declared",
    }
  );
}

/** Why a login has other roles, or another name, than declared. */
export async function diagnoseRoles(context: AccountContext): Promise<Finding | undefined> {
  const running = await readSettings(context, context.stack);
  if (running === undefined) return undefined;
  const different = findDifference(context.contract, running, [
    "dbms.security.auth_enabled",
    "claims.username",
    "dbms.security.require_local_user",
    AUTHORIZATION,
    "claims.groups",
    "get_groups_from_user_info",
    "authorization.group_to_role_mapping",
  ]);
  return different ?? (await missingRole(context));
}

/** Once per run, however many accounts fail. */
async function readSettings(
  { neo4j, breakGlass }: Context,
  shared: Shared,
): Promise<Running | undefined> {
  if (breakGlass === undefined) return undefined;
  shared.settings ??= neo4j
    .run(breakGlass, "SHOW SETTINGS YIELD name, value", "system")
    .then((rows) => new Map(rows.map(({ name, value }) => [String(name), String(value ?? "")])));
  return shared.settings;
}

/** The first of these settings whose running value is not the declared one. */
function findDifference(
  contract: AccessContract,
  running: Running,
  names: readonly string[],
): Finding | undefined {
  const expected = expectations(contract);
  const prefix = prefixOf(contract);
  const showsProvider = [...running.keys()].some((name) => name.startsWith(`${prefix}.`));
  for (const short of names) {
    const name = short.startsWith("dbms.") ? short : `${prefix}.${short}`;
    if (name !== short && !showsProvider) continue;
    const expectation = expected[short];
    const value = running.get(name);
    if (expectation === undefined || expectation.holds(value)) continue;
    const seen =
      value === undefined || value === ""
        ? "the setting is absent"
        : `it is ${JSON.stringify(value)}`;
    return {
      side: "neo4j",
      setting: name,
      fix: `${expectation.fix ?? `It has to be ${JSON.stringify(expectation.wanted)}.`} ${RESTORE}`,
      seen,
    };
  }
  return undefined;
}

/** A mapping may name roles that nobody created; Neo4j then grants nothing, without a word. */
async function missingRole({ neo4j, breakGlass, account }: AccountContext) {
  if (breakGlass === undefined) return undefined;
  const rows = await neo4j.run(breakGlass, "SHOW ROLES YIELD role", "system");
  const existing = rows.map(({ role }) => String(role));
  const missing = account.roles.find((role) => !existing.includes(role));
  if (missing === undefined) return undefined;
  return {
    side: "neo4j" as const,
    setting: `role ${missing} of the database`,
    fix: `The mapping names a role that does not exist: CREATE ROLE ${missing}, with its privileges.`,
    seen: `there is no role ${missing}`,
  };
}
