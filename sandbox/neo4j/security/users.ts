import { AuthRules } from "./auth-rules/auth-rules.ts";
import { argumentError } from "./errors.ts";
import type { PasswordHash } from "./passwords.ts";
import { PrivilegeStore } from "./privileges/privilege-store.ts";

/** Roles that every database has. PUBLIC is everybody's and is never granted. */
const BUILT_IN_ROLES = ["PUBLIC", "admin", "architect", "editor", "publisher", "reader"] as const;

/** A user of the `system` database. */
export interface User {
  name: string;
  /** Undefined: no native login. */
  password: PasswordHash | undefined;
  passwordChangeRequired: boolean;
  suspended: boolean;
  homeDatabase: string | undefined;
  /** Id of this user at each external provider (`oidc-<id>`), from `SET AUTH`. */
  externalIds: Map<string, string>;
  /** Granted roles, without PUBLIC. */
  roles: Set<string>;
}

/** The users, roles and auth rules of the `system` database, in memory. Names are case sensitive. */
export class UserStore {
  readonly users = new Map<string, User>();
  readonly roles = new Set<string>(BUILT_IN_ROLES);
  readonly privileges = new PrivilegeStore();
  readonly authRules = new AuthRules();

  /** The user whose auth provider carries this id. */
  findByExternalId(provider: string, id: string): User | undefined {
    for (const user of this.users.values()) {
      if (user.externalIds.get(provider) === id) return user;
    }
    return undefined;
  }

  /**
   * @throws Neo4jError if another user has one of the ids
   */
  put(user: User, action: string): void {
    for (const [provider, id] of user.externalIds) {
      const other = this.findByExternalId(provider, id);
      if (other && other.name !== user.name) {
        throw argumentError(
          `Failed to ${action} the specified user '${user.name}': The combination of provider \`${provider}\` and id \`${id}\` is already in use.`,
        );
      }
    }
    this.users.set(user.name, user);
  }

  removeRole(role: string): void {
    this.roles.delete(role);
    this.privileges.drop(role);
    this.authRules.removeRole(role);
    for (const user of this.users.values()) user.roles.delete(role);
  }
}

/** In the order of `SHOW CURRENT USER`: alphabetical, whatever the case. */
export function sortedRoles(roles: Iterable<string>): string[] {
  return [...new Set(roles)].sort((a, b) => {
    const [left, right] = [a.toLowerCase(), b.toLowerCase()];
    if (left === right) return a < b ? -1 : 1;
    return left < right ? -1 : 1;
  });
}
