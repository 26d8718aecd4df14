import type { Authority } from "./authority.ts";
import { unauthorized } from "./errors.ts";
import { nativeLogin } from "./native-login.ts";
import { RateLimit } from "./rate-limit.ts";
import { TokenLogin, type TokenLoginOptions } from "./token-login.ts";
import type { AuthToken, Subject } from "./types.ts";

/** What a login of any scheme needs. */
export interface LoginOptions extends TokenLoginOptions {
  authority: Authority;
}

/** Takes a login of any scheme to the providers that are offered. */
export class Login {
  readonly #options: LoginOptions;
  readonly #tokens: TokenLogin;
  readonly #rateLimit: RateLimit;

  constructor(options: LoginOptions) {
    const { configuration, now } = options;
    this.#options = options;
    this.#tokens = new TokenLogin(options);
    this.#rateLimit = new RateLimit({
      maxFailedAttempts: configuration.authMaxFailedAttempts,
      lockTime: configuration.authLockTime,
      now,
    });
  }

  /** @throws Neo4jError Unauthorized, TokenExpired, AuthenticationRateLimit */
  async login(token: AuthToken): Promise<Subject> {
    const { configuration, log } = this.#options;
    if (!configuration.authEnabled) {
      return { username: "", roles: ["admin"], provider: "none", passwordChangeRequired: false };
    }
    const subject = await this.#authenticate(token);
    if (configuration.logSuccessfulAuthentication) log.write("INFO", subject.username, "logged in");
    return subject;
  }

  #authenticate(token: AuthToken): Promise<Subject> {
    switch (token.scheme) {
      case "bearer":
        return this.#bearer(token);
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

  async #bearer(token: AuthToken): Promise<Subject> {
    return this.#subject(await this.#tokens.login(token));
  }

  async #basic(token: AuthToken): Promise<Subject> {
    const { configuration, users, log } = this.#options;
    const realm = token.realm ?? "";
    const offered = configuration.authenticationProviders.includes("native");
    if (!offered || (realm !== "" && realm !== "native")) {
      const why = offered ? `no provider '${realm}' takes passwords` : "native login is turned off";
      const message = `failed to log in: invalid principal or credentials (${why})`;
      log.write("ERROR", token.principal ?? "", message);
      throw unauthorized();
    }
    const user = await nativeLogin(token, users, this.#rateLimit, log);
    return this.#subject({ username: user.name, provider: "native" });
  }

  #subject(identity: Omit<Subject, "roles" | "passwordChangeRequired">): Subject {
    const subject = { ...identity, roles: [], passwordChangeRequired: false };
    this.#options.authority.refresh(subject);
    return subject;
  }
}
