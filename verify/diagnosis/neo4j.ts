import type { AccessContract } from "../../access/contract.ts";
import { oidcSettings } from "../../access/oidc-settings.ts";
import type { AccountContext, Cause, StackContext } from "../checks/check.ts";

/** What was found wrong, and what was seen of it. */
export interface Finding extends Cause {
  seen: string;
}

type Running = ReadonlyMap<string, string>;
type Context = Pick<StackContext, "contract" | "neo4j" | "breakGlass">;

const AUTHENTICATION = "dbms.security.authentication_providers";
const AUTHORIZATION = "dbms.security.authorization_providers";
const RESTORE =
  "Run pulumi up to restore it. Settings are static: the Pod must restart to read them.";

/** Why Neo4j refuses a token that is right: the first of its settings that differs. */
export async function diagnoseLogin(context: Context): Promise<Finding | undefined> {
  const running = await readSettings(context);
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
      remedy:
        "Neo4j's settings are as declared, so it cannot read the discovery document or the JWKS (egress, proxy, private CA), or its clock is off: logs/security.log says which.",
      seen: "Neo4j's settings are as declared",
    }
  );
}

/** Why a login has other roles, or another name, than declared. */
export async function diagnoseRoles(context: AccountContext): Promise<Finding | undefined> {
  const running = await readSettings(context);
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

async function readSettings({ neo4j, breakGlass }: Context): Promise<Running | undefined> {
  if (breakGlass === undefined) return undefined;
  const rows = await neo4j.run(breakGlass, "SHOW SETTINGS YIELD name, value", "system");
  return new Map(rows.map(({ name, value }) => [String(name), String(value ?? "")]));
}

/** The first of these settings whose running value is not the declared one. */
function findDifference(
  contract: AccessContract,
  running: Running,
  names: readonly string[],
): Finding | undefined {
  const expected = expectations(contract);
  for (const short of names) {
    const name = short.startsWith("dbms.") ? short : `${prefixOf(contract)}.${short}`;
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
      remedy: `${expectation.remedy ?? `It has to be ${JSON.stringify(expectation.wanted)}.`} ${RESTORE}`,
      seen,
    };
  }
  return undefined;
}

interface Expectation {
  wanted: string;
  holds(value: string | undefined): boolean;
  remedy?: string;
}

function expectations(contract: AccessContract): Record<string, Expectation> {
  const { neo4j, issuer, discoveryUri, audience, groupsClaim, groups } = contract;
  const { providerId, nativeLogin } = neo4j;
  const declared = oidcSettings({
    providerId,
    nativeLogin,
    issuer,
    discoveryUri,
    audience,
    groupsClaim,
    groups,
  });
  const provider = `oidc-${providerId}`;
  const exactly = (short: string): Expectation => {
    const wanted = declared[`${prefixOf(contract)}.${short}`] ?? "";
    return { wanted, holds: (value) => value === wanted };
  };
  const listed = (wanted: string): Expectation => ({
    wanted,
    holds: (value) => entriesOf(value).includes(wanted),
    remedy: `It has to list ${wanted}.`,
  });
  const unless = (bad: string, wanted: string): Expectation => ({
    wanted,
    holds: (value) => value?.toLowerCase() !== bad,
  });
  return {
    "dbms.security.auth_enabled": unless("false", "true"),
    "dbms.security.require_local_user": unless("true", "false"),
    [AUTHENTICATION]: listed(provider),
    [AUTHORIZATION]: listed(provider),
    get_groups_from_user_info: unless("true", "false"),
    jwks_uri: { wanted: "", holds: (value) => !value || sameOrigin(value, issuer) },
    audience: listed(audience),
    ...Object.fromEntries(
      [
        "well_known_discovery_uri",
        "issuer",
        "claims.username",
        "claims.groups",
        "authorization.group_to_role_mapping",
      ].map((short) => [short, exactly(short)]),
    ),
  };
}

function prefixOf({ neo4j }: AccessContract): string {
  return `dbms.security.oidc.${neo4j.providerId}`;
}

/** Neo4j shows a list with or without brackets, depending on its release. */
function entriesOf(value = ""): string[] {
  return value
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((entry) => entry.trim());
}

function sameOrigin(uri: string, issuer: string): boolean {
  return URL.canParse(uri) && new URL(uri).origin === new URL(issuer).origin;
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
    remedy: `The mapping names a role that does not exist: CREATE ROLE ${missing}, with its privileges.`,
    seen: `there is no role ${missing}`,
  };
}
