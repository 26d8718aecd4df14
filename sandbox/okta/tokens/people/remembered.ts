/** What the token side remembers of people between their requests. Times are in milliseconds since the epoch. */

/** A browser in which a user has signed in. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  /** When the password was given, in seconds since the epoch. */
  readonly authTime: number;
}

/** What a client asked for at the authorization endpoint, once its request was found in order. */
export interface Authorization {
  /** Id of the authorization server. */
  readonly serverId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly responseMode: "query" | "fragment" | "form_post";
  readonly state: string;
  readonly nonce: string | undefined;
  /** Each once, in their order; empty for the server's default scopes. */
  readonly scopes: readonly string[];
  /** The PKCE challenge, by S256. */
  readonly challenge: string | undefined;
  readonly prompt: "none" | "login" | "consent" | undefined;
  /** Seconds since the password was given after which it is asked for again. */
  readonly maxAge: number | undefined;
  readonly loginHint: string | undefined;
}

/** A page that waits for its user: to sign in, or to consent. */
export interface Pending {
  readonly authorization: Authorization;
  /** What the browser's cookie must name. */
  readonly device: string;
  /** Wrong passwords given on it. */
  failures: number;
}

/** The tokens that come from one sign-in: revoked together. */
export interface TokenFamily {
  revoked: boolean;
  /** `jti` of its access tokens to their expiry. */
  readonly accessTokens: Map<string, number>;
}

/** What tokens for a person are issued by. */
export interface Basis {
  readonly serverId: string;
  readonly clientId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly authTime: number;
  readonly family: TokenFamily;
}

/** An authorization code. It is kept after its use, so that a second one is noticed. */
export interface AuthorizationCode extends Basis {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  used: boolean;
}

/** A refresh token. One that was replaced is kept, so that its use is noticed. */
export interface RefreshToken extends Basis {
  readonly issued: number;
  /** When its family ends, whatever is used; Infinity where the rule sets no end. */
  readonly end: number;
  /** How long it lasts without use. */
  readonly window: number;
  /** When it gave way to the next. */
  replaced?: number;
}
