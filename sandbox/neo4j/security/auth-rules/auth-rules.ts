import type { Condition, Facts } from "./condition.ts";

/** A rule that grants roles to whoever fulfils its condition, whatever the groups say. */
export interface AuthRule {
  name: string;
  condition: Condition;
  enabled: boolean;
  roles: Set<string>;
}

/** The auth rules of the `system` database, in memory. */
export class AuthRules {
  readonly byName = new Map<string, AuthRule>();

  /** The claims that a session keeps: those that some rule reads when it begins. */
  claims(): Set<string> {
    return new Set([...this.byName.values()].flatMap(({ condition }) => [...condition.claims]));
  }

  /** What the rules grant to a session now. A condition that cannot be worked out grants nothing. */
  rolesFor(facts: Facts): string[] {
    return [...this.byName.values()].flatMap(({ enabled, condition, roles }) =>
      enabled && condition.isFulfilled(facts) ? [...roles] : [],
    );
  }

  /** Whether some rule grants a role, enabled or not. */
  grant(role: string): boolean {
    return [...this.byName.values()].some(({ roles }) => roles.has(role));
  }

  removeRole(role: string): void {
    for (const rule of this.byName.values()) rule.roles.delete(role);
  }

  renameRole(role: string, to: string): void {
    for (const { roles } of this.byName.values()) if (roles.has(role)) roles.add(to);
  }
}
