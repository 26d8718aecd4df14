import type { DeclaredUser } from "../access/database/declared.ts";
import { quotedName, quotedText } from "../access/database/tokens.ts";
import type { LocalUser } from "../neo4j-client/database-objects.ts";
import type { Step } from "./step.ts";

/** What makes one declared user, or makes an existing one as it is declared. */
export function userSteps(declared: DeclaredUser, actual: LocalUser | undefined): Step[] {
  const clauses = actual === undefined ? created(declared) : altered(declared, actual);
  const name = quotedName(declared.name);
  const verb = actual === undefined ? "CREATE" : "ALTER";
  const condition = actual === undefined ? " IF NOT EXISTS" : "";
  const setsPassword = declared.password !== undefined && !actual?.hasPassword;
  const user: Step[] =
    clauses.length === 0
      ? []
      : [
          {
            kind: actual === undefined ? "create-user" : "alter-user",
            cypher: `${verb} USER ${name}${condition} ${clauses.join(" ")}`,
            ...(setsPassword ? { passwordOf: declared.name } : {}),
          },
        ];
  const has = actual?.roles ?? [];
  return [
    ...user,
    ...roleStep("grant-role", "GRANT ROLE", without(declared.roles, has), `TO ${name}`),
    ...roleStep("revoke-role", "REVOKE ROLE", without(has, declared.roles), `FROM ${name}`),
  ];
}

function created({ auth, password, homeDatabase, suspended }: DeclaredUser): string[] {
  return [
    ...Object.entries(auth).sort().map(setId),
    ...(password === undefined ? [] : [setPassword(password)]),
    ...(suspended ? ["SET STATUS SUSPENDED"] : []),
    ...(homeDatabase === undefined ? [] : [setHome(homeDatabase)]),
  ];
}

/** Neo4j wants what is removed before what is set. */
function altered(declared: DeclaredUser, actual: LocalUser): string[] {
  const { auth, password, homeDatabase, suspended } = declared;
  const home = actual.homeDatabase?.toLowerCase();
  const further = [...actual.auth.keys()].filter((provider) => !Object.hasOwn(auth, provider));
  if (actual.hasPassword && password === undefined) further.push("native");
  const ids = Object.entries(auth).filter(([provider, id]) => actual.auth.get(provider) !== id);
  return [
    ...further.sort().map((provider) => `REMOVE AUTH ${quotedText(provider)}`),
    ...(home !== undefined && homeDatabase === undefined ? ["REMOVE HOME DATABASE"] : []),
    ...ids.sort().map(setId),
    ...(password !== undefined && !actual.hasPassword ? [setPassword(password)] : []),
    ...(suspended === actual.suspended ? [] : [setStatus(suspended)]),
    ...(homeDatabase !== undefined && homeDatabase !== home ? [setHome(homeDatabase)] : []),
  ];
}

function setId([provider, id]: [string, string]): string {
  return `SET AUTH ${quotedText(provider)} { SET ID ${quotedText(id)} }`;
}

function setPassword(password: NonNullable<DeclaredUser["password"]>): string {
  const change = password === "permanent" ? "CHANGE NOT REQUIRED" : "CHANGE REQUIRED";
  return `SET AUTH 'native' { SET PASSWORD $password SET PASSWORD ${change} }`;
}

function setStatus(suspended: boolean): string {
  return `SET STATUS ${suspended ? "SUSPENDED" : "ACTIVE"}`;
}

function setHome(database: string): string {
  return `SET HOME DATABASE ${quotedName(database)}`;
}

/** One statement for all roles, or none. */
export function roleStep(
  kind: Step["kind"],
  verb: string,
  roles: readonly string[],
  whom: string,
  prefix = "",
): Step[] {
  if (roles.length === 0) return [];
  return [{ kind, cypher: `${prefix}${verb} ${roles.map(quotedName).join(", ")} ${whom}` }];
}

/** Those of one list that are not in another, sorted. */
export function without(all: readonly string[], others: readonly string[]): string[] {
  return all.filter((one) => !others.includes(one)).sort();
}
