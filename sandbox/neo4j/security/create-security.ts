import type { Configuration, InitialPassword } from "../config/index.ts";
import { AuthCache } from "./auth-cache.ts";
import { Authority } from "./authority.ts";
import { Login } from "./login.ts";
import type { TokenIdentity } from "./oidc/login.ts";
import { hashPassword } from "./passwords.ts";
import { type LogSink, securityLog } from "./security-log.ts";
import { executeStatement } from "./statements/execute.ts";
import type { Security } from "./types.ts";
import { type User, UserStore } from "./users.ts";

/** What the configuration does not say: first password, clock, network and log. */
export interface SecurityOptions {
  /**
   * Password of the user `neo4j`. Default `neo4j`, to be changed at the first login, as in a database
   * that was given none.
   */
  initialPassword?: InitialPassword | undefined;
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
  const now = options.now ?? Date.now;
  const users = new UserStore();
  const log = securityLog(options.log, now);
  const cache = new AuthCache<TokenIdentity>({
    ttl: configuration.authCacheTtl,
    maxCapacity: configuration.authCacheMaxCapacity,
    now,
  });
  const authority = new Authority({ configuration, users, cache, now });
  const shared = { configuration, users, authority, log };
  const login = new Login({ ...shared, cache, fetch: options.fetch ?? fetch, now });
  const context = { ...shared, clearAuthCache: () => cache.clear() };
  return {
    start: async () => users.put(await firstUser(configuration, options), "create"),
    login: (token) => login.login(token),
    privilegesOf: ({ roles }) => [...roles, "PUBLIC"].flatMap((role) => users.privileges.of(role)),
    endpoints: (id) => login.endpoints(id),
    execute: (subject, statement, parameters) =>
      executeStatement(context, subject, statement, parameters),
  };
}

async function firstUser(
  { edition }: Configuration,
  { initialPassword = { password: "neo4j", changeRequired: true } }: SecurityOptions,
): Promise<User> {
  return {
    name: "neo4j",
    password: await hashPassword(initialPassword.password),
    passwordChangeRequired: initialPassword.changeRequired,
    suspended: false,
    homeDatabase: undefined,
    externalIds: new Map(),
    roles: new Set(edition === "enterprise" ? ["admin"] : []),
  };
}
