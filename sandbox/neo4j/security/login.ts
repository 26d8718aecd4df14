import type { Authority } from "./authority.ts";
import { tooManyAttempts, unauthorized } from "./errors.ts";
import type { SignInEndpoints } from "./oidc/metadata.ts";
import { verifyNothing, verifyPassword } from "./passwords.ts";
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

  /** As `Security` has it. */
  endpoints(id: string): Promise<SignInEndpoints> {
    return this.#tokens.endpoints(id);
  }

  /** @throws Neo4jError Unauthorized, TokenExpired, AuthenticationRateLimit */
  async login(token: AuthToken): Promise<Subject> {
    const { configuration, log } = this.#options;
    if (!configuration.authEnabled) {
      return { username: "", roles: ["admin"], provider: "none", passwordChangeRequired: false };
    }
    const subject = await this.#authenticate(token);
    if (configuration.logSuccessfulAuthentication) log("INFO", subject.username, "logged in");
    return subject;
  }

  #authenticate(token: AuthToken): Promise<Subject> {
    switch (token.scheme) {
      case "bearer":
        return this.#bearer(token);
      case "basic":
        return this.#tokens.takes(token.credentials) ? this.#bearer(token) : this.#basic(token);
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
    const username = required(token, "principal");
    const password = required(token, "credentials");
    const refuse = (why: string, error = unauthorized()) => {
      this.#options.log("ERROR", username, `failed to log in: ${why}`);
      return error;
    };
    const { configuration, users } = this.#options;
    if (!configuration.authenticationProviders.includes("native")) {
      throw refuse("invalid principal or credentials (native login is turned off)");
    }
    const { realm = "" } = token;
    if (realm !== "" && realm !== "native") {
      throw refuse(`invalid principal or credentials (no provider '${realm}' takes passwords)`);
    }
    if (!this.#rateLimit.permits(username)) {
      throw refuse("too many failed attempts", tooManyAttempts());
    }
    const user = users.users.get(username);
    const matches = user?.password
      ? await verifyPassword(password, user.password)
      : await verifyNothing(password);
    if (!user || !matches) {
      this.#rateLimit.failed(username);
      throw refuse("invalid principal or credentials");
    }
    this.#rateLimit.succeeded(username);
    if (user.suspended) throw refuse("user is suspended");
    return this.#subject({ username, provider: "native" });
  }

  #subject(identity: Omit<Subject, "roles" | "passwordChangeRequired">): Subject {
    const subject = { ...identity, roles: [], passwordChangeRequired: false };
    this.#options.authority.refresh(subject);
    return subject;
  }
}

function required(token: AuthToken, key: "principal" | "credentials"): string {
  const value = token[key];
  if (typeof value !== "string") {
    throw unauthorized(`Unsupported authentication token, missing key \`${key}\``);
  }
  return value;
}
