import type { Configuration } from "../config/index.ts";
import type { Value } from "../cypher/value.ts";
import { AuthCache } from "./auth-cache.ts";
import { Authority } from "./authority.ts";
import { Login } from "./login.ts";
import type { TokenIdentity } from "./oidc/login.ts";
import { hashPassword } from "./passwords.ts";
import { type LogSink, SecurityLog } from "./security-log.ts";
import { executeStatement } from "./statements/execute.ts";
import type { AuthToken, Security, Subject } from "./types.ts";
import { UserStore } from "./users.ts";

/** What the configuration does not say: first password, clock, network and log. */
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
  readonly #log: SecurityLog;
  readonly #login: Login;
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
    this.#authority = new Authority(configuration, this.#users, this.#cache, now);
    this.#login = new Login({
      configuration,
      users: this.#users,
      cache: this.#cache,
      authority: this.#authority,
      log: this.#log,
      fetch: options.fetch ?? fetch,
      now,
    });
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

  login(token: AuthToken): Promise<Subject> {
    return this.#login.login(token);
  }

  execute(subject: Subject, statement: string, parameters: ReadonlyMap<string, Value>) {
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
