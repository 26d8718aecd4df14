import type { AccessContract } from "../access/contract.ts";
import type { DatabaseObjects } from "../neo4j-client/database-objects.ts";

const ADMIN = "admin";
const SETTING = {
  authentication: "dbms.security.authentication_providers",
  authorization: "dbms.security.authorization_providers",
  rules: "dbms.security.abac.authorization_providers",
  localUsers: "dbms.security.require_local_user",
} as const;

/**
 * Who can log in as an administrator, each as a few words. Counted is only what can be seen here: users with
 * the role, accounts of the stack and groups of its sign-ins that have it, and rules.
 */
export function adminPaths(
  { users, authRules, settings }: Pick<DatabaseObjects, "users" | "authRules" | "settings">,
  contract: Pick<AccessContract, "accounts" | "neo4j" | "signIns">,
): string[] {
  const entries = (name: string): string[] => settings.get(name)?.match(/[\w.-]+/g) ?? [];
  const letsIn = entries(SETTING.authentication);
  const grants = entries(SETTING.authorization);
  const ours = `oidc-${contract.neo4j.providerId}`;
  const active = [...users].filter(([, { suspended }]) => !suspended);
  const isLocal = (id: string) => active.some(([, { auth }]) => auth.get(ours) === id);
  const takes = (provider: string) => letsIn.includes(provider) && grants.includes(provider);
  const needsLocal = settings.get(SETTING.localUsers) === "true";
  const named = active
    .filter(([, { roles }]) => roles.includes(ADMIN) && grants.includes("native"))
    .filter(([, { auth, hasPassword }]) =>
      [...(hasPassword ? ["native"] : []), ...auth.keys()].some((way) => letsIn.includes(way)),
    )
    .map(([name]) => `user ${name}`);
  const accounts = contract.accounts
    .filter(({ roles, disabled }) => roles.includes(ADMIN) && !disabled)
    .filter(({ clientId }) => !needsLocal || isLocal(clientId))
    .filter(() => takes(ours))
    .map(({ name }) => `account ${name}`);
  const people = (contract.signIns ?? [])
    .filter(({ id }) => takes(`oidc-${id}`))
    .filter(({ id }) => !needsLocal || active.some(([, { auth }]) => auth.has(`oidc-${id}`)))
    .flatMap(({ id, groups }) =>
      Object.entries(groups).flatMap(([group, roles]) =>
        roles.includes(ADMIN) ? [`group ${group} of sign-in ${id}`] : [],
      ),
    );
  const rules = [...(authRules?.values() ?? [])]
    .filter(({ enabled, roles }) => enabled && roles.includes(ADMIN))
    .filter(() => entries(SETTING.rules).length > 0)
    .map(({ name }) => `auth rule ${name}`);
  return [...named, ...accounts, ...people, ...rules];
}
