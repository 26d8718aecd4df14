import { BUILT_IN_PRIVILEGES } from "./built-in.ts";

/** Whether a privilege is given or taken. Both may stand side by side: a denial wins. */
export type Verb = "GRANT" | "DENY";

/** The privileges of each role, in memory. */
export class PrivilegeStore {
  /** `GRANT ACCESS ON DATABASE *` and the like, by role. */
  readonly #commands = new Map<string, Set<string>>();

  constructor() {
    for (const [role, privileges] of Object.entries(BUILT_IN_PRIVILEGES)) {
      this.#commands.set(role, new Set(privileges.map((privilege) => `GRANT ${privilege}`)));
    }
  }

  /** Verb and privilege of each, sorted. */
  of(role: string): string[] {
    return [...(this.#commands.get(role) ?? [])].sort();
  }

  denies(role: string): boolean {
    return this.of(role).some((command) => command.startsWith("DENY "));
  }

  add(role: string, verb: Verb, privileges: readonly string[]): void {
    const commands = this.#commands.get(role) ?? new Set();
    for (const privilege of privileges) commands.add(`${verb} ${privilege}`);
    this.#commands.set(role, commands);
  }

  /** Takes away what is there; the rest is passed over, as Neo4j does with a notification. */
  remove(role: string, verbs: readonly Verb[], privileges: readonly string[]): void {
    const commands = this.#commands.get(role);
    for (const verb of verbs) {
      for (const privilege of privileges) commands?.delete(`${verb} ${privilege}`);
    }
  }

  copy(from: string, to: string): void {
    this.#commands.set(to, new Set(this.of(from)));
  }

  drop(role: string): void {
    this.#commands.delete(role);
  }
}
