import type { Configuration } from "../config/index.ts";
import type { AuthCache } from "./auth-cache.ts";
import { authorizationExpired, tokenExpired } from "./errors.ts";
import type { Subject } from "./types.ts";
import { sortedRoles, type User, type UserStore } from "./users.ts";

/** What rights depend on. */
export interface AuthorityOptions {
  configuration: Configuration;
  users: UserStore;
  cache: AuthCache<unknown>;
  now: () => number;
}

/** Answers what a subject may do now: roles change under a session, tokens end. */
export class Authority {
  readonly #options: AuthorityOptions;

  constructor(options: AuthorityOptions) {
    this.#options = options;
  }

  /** @throws Neo4jError TokenExpired, AuthorizationExpired */
  judgeSession(subject: Subject): void {
    if (subject.expiresAt !== undefined && this.#options.now() >= subject.expiresAt)
      throw tokenExpired();
    const { authorization } = subject;
    if (authorization && !this.#options.cache.stillValid(authorization))
      throw authorizationExpired();
  }

  /** Brings a subject up to date with what was granted, revoked or changed since. */
  refresh(subject: Subject): void {
    const user = this.userOf(subject);
    subject.roles = this.rolesOf(subject);
    subject.passwordChangeRequired =
      subject.provider === "native" && (user?.passwordChangeRequired ?? false);
    subject.homeDatabase = user?.homeDatabase;
  }

  /** The local user behind a subject, if there is one. */
  userOf(subject: Pick<Subject, "username">): User | undefined {
    return this.#options.users.users.get(subject.username);
  }

  /**
   * Roles in force without PUBLIC: those of the token, the granted ones if `native` authorizes, and
   * those of auth rules that hold now.
   */
  rolesOf(
    subject: Pick<Subject, "username" | "provider" | "authorization" | "roles" | "claims">,
  ): string[] {
    if (subject.provider === "none") return [...subject.roles];
    const { authorizationProviders, abacProviders } = this.#options.configuration;
    const user = this.userOf(subject);
    const granted =
      authorizationProviders.includes("native") && user && !user.suspended ? user.roles : [];
    const ofToken = authorizationProviders.includes(subject.provider)
      ? (subject.authorization?.roles ?? [])
      : [];
    const existing = [...ofToken].filter((role) => this.#options.users.roles.has(role));
    const claims = subject.claims ?? new Map();
    const ofRules = abacProviders.includes(subject.provider)
      ? this.#options.users.authRules.rolesFor({ claims, now: this.#options.now() })
      : [];
    return sortedRoles([...existing, ...granted, ...ofRules]);
  }

  /** Without roles in the Community edition every user may administer. */
  isAdmin(subject: Subject): boolean {
    return (
      this.#options.configuration.edition === "community" || this.rolesOf(subject).includes("admin")
    );
  }
}
