import type { AccessContract } from "../../access/contract.ts";
import type { Administrator } from "../../neo4j-client/administrator.ts";
import type { Finding } from "../checks/check.ts";
import type { AccountContext, StackContext } from "../checks/context.ts";
import {
  AUTHENTICATION,
  AUTHORIZATION,
  type Expectation,
  expectations,
  prefixOf,
} from "./expectations.ts";

const RESTORE =
  "Run pulumi up to restore it. Settings are static: the Pod must restart to read them.";

/** Why Neo4j refuses a token that is right: the first of its settings that differs. */
export async function diagnoseLogin({
  contract,
  breakGlass,
  account,
}: StackContext & Partial<Pick<AccountContext, "account">>): Promise<Finding | undefined> {
  if (breakGlass === undefined) return undefined;
  const different = findDifference(contract, await breakGlass.settings(), [
    "dbms.security.auth_enabled",
    AUTHENTICATION,
    "well_known_discovery_uri",
    "jwks_uri",
    "issuer",
    "audience",
    "claims.username",
    "dbms.security.require_local_user",
  ]);
  return (
    different ??
    (account && (await findMissingUser(contract, account.clientId, breakGlass))) ?? {
      side: "network",
      setting: "way from Neo4j to Okta",
      fix: "Neo4j's settings are as declared, so it cannot read the discovery document or the JWKS (egress, proxy, private CA), or its clock is off: logs/security.log says which.",
      seen: "Neo4j's settings are as declared",
    }
  );
}

/** Where only local users are let in, each account has to be one that is not suspended. */
async function findMissingUser(
  { database, neo4j }: AccessContract,
  clientId: string,
  breakGlass: Administrator,
): Promise<Finding | undefined> {
  if (!database?.requireLocalUser) return undefined;
  const user = (await breakGlass.users()).find(({ name }) => name === clientId);
  const provider = `oidc-${neo4j.providerId}`;
  if (user && !user.suspended && user.providers.includes(provider)) return undefined;
  const what = user === undefined ? "missing" : user.suspended ? "suspended" : `not of ${provider}`;
  return {
    side: "neo4j",
    setting: `local user ${clientId}`,
    fix: "Only local users are let in (database.requireLocalUser). Run npm run database -- --apply.",
    seen: `the local user is ${what}`,
  };
}

/** Why a login has other roles, or another name, than declared. */
export async function diagnoseRoles({
  contract,
  account,
  breakGlass,
}: AccountContext): Promise<Finding | undefined> {
  if (breakGlass === undefined) return undefined;
  const different = findDifference(contract, await breakGlass.settings(), [
    "dbms.security.auth_enabled",
    "claims.username",
    "dbms.security.require_local_user",
    AUTHORIZATION,
    "claims.groups",
    "get_groups_from_user_info",
    "authorization.group_to_role_mapping",
  ]);
  return different ?? findMissingRole(account.roles, await breakGlass.roles());
}

/** The first of these settings of the services' provider whose running value is not the declared one. */
function findDifference(
  contract: AccessContract,
  running: ReadonlyMap<string, string>,
  names: readonly string[],
): Finding | undefined {
  return firstDifference(expectations(contract), prefixOf(contract), running, names);
}

/**
 * The first of these settings whose running value is not as expected.
 *
 * @param prefix of the provider; a name that does not begin with `dbms.` comes after it
 */
export function firstDifference(
  expected: Readonly<Record<string, Expectation>>,
  prefix: string,
  running: ReadonlyMap<string, string>,
  names: readonly string[],
): Finding | undefined {
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

/** A mapping may name roles that nobody created; Neo4j then grants nothing, and no error says so. */
export function findMissingRole(
  declared: readonly string[],
  existing: readonly string[],
): Finding | undefined {
  const missing = declared.find((role) => !existing.includes(role));
  return missing === undefined
    ? undefined
    : {
        side: "neo4j",
        setting: `role ${missing} of the database`,
        fix: `The mapping names a role that does not exist: CREATE ROLE ${missing}, with its privileges.`,
        seen: `there is no role ${missing}`,
      };
}
