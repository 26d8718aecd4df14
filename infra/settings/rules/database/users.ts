import { DEFAULTS } from "../../../../access/defaults.ts";
import { type Finding, show } from "../../../../access/finding.ts";
import { isOlder } from "../../../../access/version.ts";
import type { Draft } from "../../draft.ts";
import { repeated } from "../repeated.ts";
import { type Database, named, unknownRoles } from "./roles.ts";

const FIRST_WITH_USER_PROVIDERS = "5.24";

/** Local users can log in, by ways that the stack has, and each id stands for one of them. */
export function userFindings(
  { users }: Database,
  known: readonly string[],
  providers: readonly string[],
): Finding[] {
  const taken = new Map<string, string>();
  return [
    ...named(
      repeated(
        users.map(({ name }) => name),
        ["database", "users"],
        "user",
      ),
    ),
    ...users.flatMap(({ name, auth, password, roles }, index) => {
      const at = ["database", "users", index];
      return [
        ...(name === "neo4j" ? [breakGlassUser(at)] : []),
        ...(Object.keys(auth).length === 0 && password === undefined ? [noLogin(name, at)] : []),
        ...Object.entries(auth).flatMap(([provider, id]) => [
          ...providerFindings(provider, id, [...at, "auth", provider], providers),
          ...takenId(taken, `${provider} ${id}`, name, [...at, "auth", provider]),
        ]),
        ...unknownRoles(roles, known, [...at, "roles"]),
      ];
    }),
  ];
}

/** Where only local users are let in, every account is one. */
export function localUserFindings(draft: Draft, version: string | undefined): Finding[] {
  const { database, accounts = [], neo4j } = draft;
  if (database === undefined) return [];
  const needsProviders =
    database.requireLocalUser || database.users.some(({ auth }) => Object.keys(auth).length > 0);
  const isOld = version !== undefined && isOlder(version, FIRST_WITH_USER_PROVIDERS);
  const old: Finding = {
    code: "local-user-chart",
    at: ["database"],
    message: `gives users providers, which Neo4j ${version} does not have`,
    allowed: `Neo4j ${FIRST_WITH_USER_PROVIDERS} or later`,
    fix: "raise neo4j.chart.version",
  };
  const provider = `oidc-${neo4j.providerId ?? DEFAULTS.providerId}`;
  const findings = accounts.flatMap(({ name, clientId = name }, index) =>
    clientId === undefined ? [] : accountFindings(database, clientId, provider, index),
  );
  return [...(needsProviders && isOld ? [old] : []), ...findings];
}

/**
 * An account's local user is called as its client id, by which logs and proofs know it, and has no roles
 * of its own: what an account can do, its groups say alone.
 */
function accountFindings(
  { requireLocalUser, users }: Database,
  clientId: string,
  provider: string,
  index: number,
): Finding[] {
  const isUser = users.some(({ name, auth }) => name === clientId && auth[provider] === clientId);
  const missing: Finding = {
    code: "account-without-user",
    at: ["accounts", index],
    message: "has no local user of its name, and database.requireLocalUser lets nobody else in",
    allowed: "a local user for each account, called as its client id",
    fix: `add to database.users: { name: ${clientId}, auth: { ${provider}: ${clientId} } }`,
  };
  const withRoles = users.flatMap(({ name, auth, roles }, place): Finding[] =>
    roles.length === 0 || (name !== clientId && auth[provider] !== clientId)
      ? []
      : [
          {
            code: "account-user-roles",
            at: ["database", "users", place, "roles"],
            message: `give the account ${show(clientId)} roles beside those of its groups`,
            allowed: "no roles for the local user of an account",
            fix: "give the account a group that grants them",
          },
        ],
  );
  return [...(requireLocalUser && !isUser ? [missing] : []), ...withRoles];
}

function breakGlassUser(at: Finding["at"]): Finding {
  return {
    code: "break-glass-user",
    at: [...at, "name"],
    message: 'is "neo4j", the break-glass user, whose password this stack keeps',
    allowed: "other users",
    fix: "choose another name",
  };
}

function noLogin(name: string, at: Finding["at"]): Finding {
  return {
    code: "user-without-login",
    at,
    message: `gives ${show(name)} no way to log in`,
    allowed: "auth with at least one provider, or password",
    fix: "add its id at a provider",
  };
}

function providerFindings(
  provider: string,
  id: string,
  at: Finding["at"],
  providers: readonly string[],
): Finding[] {
  if (!providers.includes(provider)) {
    return [
      {
        code: "user-provider",
        at,
        message: "is no provider of this stack",
        allowed: providers.join(", "),
        fix: "correct it, or add the provider to neo4j.otherProviders",
      },
    ];
  }
  if (/\\u+[0-9a-f]{4}/i.test(id)) {
    return [
      {
        code: "user-id",
        at,
        message: "holds a Unicode escape, which could end the text in the statement",
        allowed: "the exact value of the provider's username claim",
        fix: "choose a claim without backslashes",
      },
    ];
  }
  if (/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,255}$/u.test(id) && id.trim() === id) return [];
  return [
    {
      code: "user-id",
      at,
      message: "is not one line without blanks at its ends",
      allowed: "the exact value of the provider's username claim",
      fix: "copy it from a token",
    },
  ];
}

function takenId(
  taken: Map<string, string>,
  key: string,
  name: string,
  at: Finding["at"],
): Finding[] {
  const other = taken.get(key);
  taken.set(key, name);
  if (other === undefined) return [];
  return [
    {
      code: "duplicate-user-id",
      at,
      message: `is an id that ${show(other)} has already`,
      allowed: "each id at a provider for one user",
      fix: "remove one of them",
    },
  ];
}
