import { decodeJwt, decodeProtectedHeader } from "jose";
import type { Configuration, OidcProvider } from "../config/index.ts";
import type { AuthCache } from "./auth-cache.ts";
import { tokenExpired, unauthorized } from "./errors.ts";
import { mapGroups } from "./oidc/groups.ts";
import { identify, type TokenIdentity } from "./oidc/login.ts";
import { MetadataSource, type SignInEndpoints } from "./oidc/metadata.ts";
import { ProviderUnreachable } from "./oidc/request.ts";
import type { SecurityLog } from "./security-log.ts";
import type { AuthToken, TokenAuthorization } from "./types.ts";
import type { UserStore } from "./users.ts";

/** What a login with a token needs. */
export interface TokenLoginOptions {
  configuration: Configuration;
  users: UserStore;
  cache: AuthCache<TokenIdentity>;
  log: SecurityLog;
  fetch: typeof fetch;
  now: () => number;
}

/** Who a token logs in, before the roles that were granted. */
export interface TokenSession {
  username: string;
  /** `oidc-<id>`. */
  provider: string;
  expiresAt: number;
  authorization: TokenAuthorization;
  /** Those that auth rules read. */
  claims: ReadonlyMap<string, unknown>;
}

interface Attempt {
  entry: string;
  provider: OidcProvider;
  source: MetadataSource;
}

/** Logs in with a bearer token: the first provider of the list that takes it decides. */
export class TokenLogin {
  readonly #options: TokenLoginOptions;
  readonly #attempts: Attempt[];

  constructor(options: TokenLoginOptions) {
    this.#options = options;
    const { configuration } = options;
    this.#attempts = configuration.authenticationProviders.flatMap((entry) => {
      const provider = configuration.oidcProviders.get(entry.replace(/^oidc-/, ""));
      if (entry === "native" || !provider) return [];
      return [{ entry, provider, source: new MetadataSource(provider, options.fetch) }];
    });
  }

  /**
   * Whether credentials are a token for the providers: Neo4j Browser and Bloom send it as the password
   * of whom they take its bearer for. The user name in it counts, not theirs.
   */
  takes(credentials: string | undefined): boolean {
    return this.#attempts.length > 0 && isJwt(credentials ?? "");
  }

  /**
   * Where the users of a provider sign in; nothing while its discovery is out of reach, which the log
   * says.
   *
   * @param id without `oidc-`
   */
  async endpoints(id: string): Promise<SignInEndpoints> {
    const attempt = this.#attempts.find(({ provider }) => provider.id === id);
    try {
      return (await attempt?.source.endpoints()) ?? {};
    } catch (error) {
      if (!(error instanceof ProviderUnreachable)) throw error;
      this.#options.log("WARN", "", `oidc-${id}: ${error.message}`);
      return {};
    }
  }

  /** @throws Neo4jError Unauthorized, TokenExpired */
  async login(token: AuthToken): Promise<TokenSession> {
    const text = token.credentials;
    if (typeof text !== "string") {
      throw unauthorized("Unsupported authentication token, missing key `credentials`");
    }
    const candidates = this.#attempts.filter(
      ({ entry }) => token.realm === undefined || token.realm === "" || token.realm === entry,
    );
    const reasons: string[] = [];
    let expired = false;
    for (const candidate of candidates) {
      const identity = await this.#identify(candidate, text);
      if (identity.accepted) {
        const session = this.#session(candidate, identity);
        if (typeof session !== "string") return session;
        reasons.push(`${candidate.entry}: ${session}`);
      } else {
        expired ||= identity.kind === "expired";
        reasons.push(`${candidate.entry}: ${identity.reason}`);
      }
    }
    const why = reasons.join("; ") || "no OIDC provider is among the authentication providers";
    this.#options.log("ERROR", "", `failed to log in: invalid principal or credentials (${why})`);
    throw expired ? tokenExpired() : unauthorized();
  }

  async #identify({ entry, provider, source }: Attempt, text: string) {
    const { cache, now } = this.#options;
    const known = cache.get(entry, text);
    if (known && now() < known.expiresAt) return known;
    const identity = await identify(text, provider, source, this.#options);
    if (identity.accepted) cache.set(entry, text, identity);
    return identity;
  }

  /** The session, or why the database does not let this identity in. */
  #session({ entry, provider }: Attempt, identity: TokenIdentity): TokenSession | string {
    const { configuration, users, cache, log } = this.#options;
    if (configuration.jwtClaimsAtDebugLevel) {
      const claims = JSON.stringify(identity.claims);
      log("DEBUG", identity.username, `${entry}: JWT claims: ${claims}`);
    }
    let username = identity.username;
    if (configuration.requireLocalUser) {
      const user = users.findByExternalId(entry, identity.username);
      if (!user) {
        return `dbms.security.require_local_user is true and no user has the auth provider '${entry}' with id '${identity.username}'`;
      }
      if (user.suspended) return `user '${user.name}' is suspended`;
      username = user.name;
    }
    const mapped = mapGroups(provider, identity.groups, (role) => users.roles.has(role));
    if (configuration.authorizationProviders.includes(entry)) {
      if (identity.groupsProblem !== undefined)
        log("WARN", username, `${entry}: ${identity.groupsProblem}`);
      for (const group of mapped.unmapped) {
        log("WARN", username, `${entry}: group '${group}' is mapped to no role`);
      }
      for (const role of mapped.missing) {
        log("WARN", username, `${entry}: role '${role}' of the group mapping does not exist`);
      }
    }
    return {
      username,
      provider: entry,
      expiresAt: identity.expiresAt,
      authorization: cache.authorize(mapped.roles),
      claims: new Map(
        Object.entries(identity.claims).filter(([name]) => users.authRules.claims().has(name)),
      ),
    };
  }
}

function isJwt(text: string): boolean {
  try {
    decodeJwt(text);
    return decodeProtectedHeader(text).alg !== undefined;
  } catch {
    return false;
  }
}
