import { hasEnded } from "../../access/account-note.ts";
import type { DeclaredDatabase } from "../../access/database/declared.ts";
import { privilegesOf } from "../../access/database/privileges.ts";
import { effectiveRoles } from "../../access/effective-access.ts";
import { valueAt } from "../../access/tree.ts";
import { neo4jImage } from "../../components/neo4j/chart.ts";
import type { ServiceAccountCredential } from "../../components/okta/service-account.ts";
import { completeServer, completeSignIn, sortedMapping } from "./complete-sign-in.ts";
import type { ParsedSettings } from "./schema.ts";
import type { AccountSettings, Settings } from "./settings.ts";

type ParsedAccount = ParsedSettings["accounts"][number];

/** Fills in what follows from the settings. They have passed every rule. */
export function complete(parsed: ParsedSettings, today: string): Omit<Settings, "warnings"> {
  const groups = sortedMapping(parsed.groups);
  const expression = parsed.claim.expression.trim();
  return {
    authorizationServer: completeServer(parsed.authorizationServer),
    tokenLifetimeMinutes: parsed.tokenLifetimeMinutes,
    scope: parsed.scope,
    claim: {
      name: parsed.claim.name,
      expression,
      attribute: profileAttribute(expression),
    },
    groups,
    accounts: parsed.accounts.map((account) => completeAccount(account, groups, today)),
    signIns: parsed.signIns.map(completeSignIn),
    neo4j: { ...parsed.neo4j, requireLocalUser: parsed.database.requireLocalUser },
    database: completeDatabase(parsed.database),
    databaseImage: parsed.database.applyOnUp
      ? neo4jImage(parsed.neo4j.chart, valueAt(parsed.neo4j.values, ["image", "customImage"]))
      : undefined,
    production: parsed.production,
    protect: protects(parsed),
  };
}

/** The attribute of the app's profile that a claim expression reads: it is what the expression ends with. */
function profileAttribute(expression: string): string {
  return expression.slice(expression.lastIndexOf(".") + 1);
}

function protects({ deletionProtection, production }: ParsedSettings): boolean {
  return deletionProtection === "auto" ? production : deletionProtection === "always";
}

function completeAccount(
  account: ParsedAccount,
  mapping: Record<string, string[]>,
  today: string,
): AccountSettings {
  const groups = [...account.groups].sort();
  const { deliverTo } = account;
  const expired = hasEnded(account, today);
  return {
    name: account.name,
    clientId: account.clientId ?? account.name,
    owner: account.owner,
    purpose: account.purpose,
    expires: account.expires,
    expired,
    disabled: account.disabled || expired,
    groups,
    roles: effectiveRoles(groups, mapping),
    credential: completeCredential(account),
    deliverTo: deliverTo && {
      namespace: deliverTo.namespace,
      secret: deliverTo.secret ?? `${account.name}-okta`,
    },
  };
}

function completeCredential({ credential, rotation }: ParsedAccount): ServiceAccountCredential {
  if (credential === "client_secret") {
    return { kind: "client_secret_basic", ...(rotation ? { isRotated: true } : {}) };
  }
  const { jwks, jwksUri } = credential.privateKeyJwt;
  return jwksUri === undefined
    ? { kind: "private_key_jwt", jwks: jwks ?? [] }
    : { kind: "private_key_jwt", jwksUri };
}

/** Privileges in the words in which Neo4j shows them, everything sorted; undefined for nothing at all. */
function completeDatabase(database: ParsedSettings["database"]): DeclaredDatabase | undefined {
  const { requireLocalUser, roles, users, authRules, removed } = database;
  const lists = [roles, users, authRules, ...Object.values(removed)];
  if (lists.every((list) => list.length === 0)) return undefined;
  return {
    ...(requireLocalUser ? { requireLocalUser } : {}),
    roles: roles.map(({ name, privileges }) => ({
      name,
      privileges: [...new Set(privileges.flatMap((clause) => privilegesOf(clause)))].sort(),
    })),
    users: users.map(({ password, homeDatabase, ...user }) => ({
      ...user,
      ...(password === undefined ? {} : { password }),
      ...(homeDatabase === undefined ? {} : { homeDatabase: homeDatabase.toLowerCase() }),
      roles: [...user.roles].sort(),
    })),
    authRules: authRules.map((rule) => ({ ...rule, roles: [...rule.roles].sort() })),
    removed,
  };
}
