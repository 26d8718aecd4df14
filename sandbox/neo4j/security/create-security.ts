import type { Configuration } from "../config/index.ts";
import { AuthCache } from "./auth-cache.ts";
import { Authority } from "./authority.ts";
import { unauthorized } from "./errors.ts";
import { nativeLogin } from "./native-login.ts";
import type { TokenIdentity } from "./oidc/login.ts";
import { hashPassword } from "./passwords.ts";
import { RateLimit } from "./rate-limit.ts";
import { type LogSink, SecurityLog } from "./security-log.ts";
import { executeStatement } from "./statements/execute.ts";
import { TokenLogin } from "./token-login.ts";
import type { AuthToken, Security, Subject } from "./types.ts";
import { UserStore } from "./users.ts";

export interface SecurityOptions {
  /**
   * Password of the user `neo4j`. Default `neo4j`, to be changed at the first login, as in a database
   * that was given none.
   */
  initialPassword?: string | undefined;
  /** Default false if a password is given. */
  initialPasswordChangeRequired?: boolean | undefined;
  /** Milliseconds since the epoch; default `Date.now`. */
  now?: (() => number) | undefined;
  /** For discovery, keys and UserInfo; default the global one. */
  fetch?: typeof fetch | undefined;
  /** Takes the lines of the security log. */
  log: LogSink;
}

/** A `Security` that has to be started before its first login. */
export type StartableSecurity = Security & { start(): Promise<void> };

/** Builds the database's logins and users on a configuration. Nothing is fetched before it is needed. */
export function createSecurity(
  configuration: Configuration,
  options: SecurityOptions,
): StartableSecurity {
  return new Neo4jSecurity(configuration, options);
}

class Neo4jSecurity implements StartableSecurity {
  readonly #configuration: Configuration;
  readonly #options: SecurityOptions;
  readonly #users = new UserStore();
  readonly #cache: AuthCache<TokenIdentity>;
  readonly #rateLimit: RateLimit;
  readonly #log: SecurityLog;
  readonly #tokens: TokenLogin;
  readonly #authority: Authority;

  constructor(configuration: Configuration, options: SecurityOptions) {
    const now = options.now ?? Date.now;
    this.#configuration = configuration;
    this.#options = options;
    this.#log = new SecurityLog(options.log, now);
    this.#cache = new AuthCache({
      ttl: configuration.authCacheTtl,
      maxCapacity: configuration.authCacheMaxCapacity,
      now,
    });
    this.#rateLimit = new RateLimit({
      maxFailedAttempts: configuration.authMaxFailedAttempts,
      lockTime: configuration.authLockTime,
      now,
    });
    this.#tokens = new TokenLogin({
      configuration,
      users: this.#users,
      cache: this.#cache,
      log: this.#log,
      fetch: options.fetch ?? fetch,
      now,
    });
    this.#authority = new Authority(configuration, this.#users, this.#cache, now);
  }

  async start(): Promise<void> {
    const { initialPassword, initialPasswordChangeRequired } = this.#options;
    this.#users.put(
      {
        name: "neo4j",
        password: await hashPassword(initialPassword ?? "neo4j"),
        passwordChangeRequired: initialPasswordChangeRequired ?? initialPassword === undefined,
        suspended: false,
        homeDatabase: undefined,
        externalIds: new Map(),
        roles: new Set(this.#configuration.edition === "enterprise" ? ["admin"] : []),
      },
      "create",
    );
  }

  async login(token: AuthToken): Promise<Subject> {
    if (!this.#configuration.authEnabled) {
      return { username: "", roles: ["admin"], provider: "none", passwordChangeRequired: false };
    }
    const subject = await this.#authenticate(token);
    if (this.#configuration.logSuccessfulAuthentication) {
      const suffix = subject.passwordChangeRequired ? " (password change required)" : "";
      this.#log.write("INFO", subject.username, `logged in${suffix}`);
    }
    return subject;
  }

  async #authenticate(token: AuthToken): Promise<Subject> {
    switch (token.scheme) {
      case "bearer": {
        const session = await this.#tokens.login(token);
        const roles = this.#authority.rolesOf({ ...session, roles: [] });
        return { ...session, roles, passwordChangeRequired: false };
      }
      case "basic":
        return this.#basic(token);
      case "none":
        throw unauthorized(
          "Unsupported authentication token, scheme 'none' is only allowed when auth is disabled.",
        );
      default:
        throw unauthorized(
          `Unsupported authentication token, scheme '${token.scheme}' is not supported; use 'basic' or 'bearer'.`,
        );
    }
  }

  async #basic(token: AuthToken): Promise<Subject> {
    const realm = token.realm ?? "";
    const offered = this.#configuration.authenticationProviders.includes("native");
    if (!offered || (realm !== "" && realm !== "native")) {
      const why = offered ? `no provider '${realm}' takes passwords` : "native login is turned off";
      this.#log.write(
        "ERROR",
        token.principal ?? "",
        `failed to log in: invalid principal or credentials (${why})`,
      );
      throw unauthorized();
    }
    const user = await nativeLogin(token, this.#users, this.#rateLimit, this.#log);
    const identity = { username: user.name, provider: "native", roles: [] };
    return {
      ...identity,
      roles: this.#authority.rolesOf(identity),
      passwordChangeRequired: user.passwordChangeRequired,
    };
  }

  execute(subject: Subject, statement: string, parameters: Record<string, unknown>) {
    return executeStatement(
      {
        configuration: this.#configuration,
        users: this.#users,
        authority: this.#authority,
        log: this.#log,
        clearAuthCache: () => this.#cache.clear(),
      },
      subject,
      statement,
      parameters,
    );
  }
}
