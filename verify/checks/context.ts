import type { AccessAccount, AccessContract } from "../../access/contract.ts";
import type { ContractSignIn } from "../../access/sign-in/contract.ts";
import type { Administrator } from "../../neo4j-client/administrator.ts";
import type { CurrentUser, Neo4j } from "../../neo4j-client/client.ts";
import type { OktaApi } from "../../okta-api/client.ts";
import type { TokenClient } from "../../tokens/client.ts";
import type { TokenErrorDetails } from "../../tokens/errors.ts";
import type { IssuedToken } from "../../tokens/request.ts";

/** RFC 8414 / OpenID Connect Discovery metadata, as far as it is used. */
export interface Metadata {
  issuer?: unknown;
  authorization_endpoint?: unknown;
  token_endpoint?: unknown;
  jwks_uri?: unknown;
  response_types_supported?: unknown;
  code_challenge_methods_supported?: unknown;
}

/** What checks have seen, for those that come after them. */
export interface Evidence {
  metadata?: Metadata;
  /** Keys of the JWKS, as JWKs. */
  keys?: readonly Record<string, unknown>[];
  /** Milliseconds by which Okta's clock is ahead of this machine's. */
  clockSkew?: number;
  token?: IssuedToken;
  /** Why there is no token. */
  refusal?: TokenErrorDetails;
  /** The token's, once its signature is verified. */
  claims?: Record<string, unknown>;
  /** Who Neo4j says the account is. */
  user?: CurrentUser;
  /** The parameters of a sign-in, as Neo4j tells them to the Browser. */
  offered?: Record<string, string>;
}

/** What all accounts share. */
export interface StackContext {
  contract: AccessContract;
  fetch: typeof fetch;
  /** Milliseconds that one HTTP request may take. */
  timeout: number;
  /** Hosts beside the issuer's that Okta's documents may point to. */
  trustedHosts: readonly string[];
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits between two tries. */
  delay(milliseconds: number): Promise<void>;
  neo4j: Neo4j;
  /** The native login, if its use was asked for: to prove it, and to read settings back. */
  breakGlass?: Administrator;
  /** True: a server that is shared needs no look at who else gets its tokens. */
  acceptShared: boolean;
  /** True: identity providers other than Okta are not asked anything. Default: all are. */
  oktaOnly?: boolean;
  /** The login, at Okta, of somebody who cannot sign in. */
  person?: string;
  /** Tokens that people got. Default: none. */
  personTokens?: readonly PersonToken[];
  /** Okta's management API, if its use was asked for: only to read. */
  okta?: OktaApi;
  evidence: Evidence;
}

/** One account's way from a credential to the database. */
export interface AccountContext extends StackContext {
  account: AccessAccount;
  /** Tokens of the account, or why none can be asked for. */
  tokens: TokenClient | { missing: string };
}

/** A token that a person got by a sign-in. */
export interface PersonToken {
  /** Id of the sign-in that takes it. */
  signIn: string;
  /** Never shown. */
  token: string;
  /** What it says; nothing of it is verified here, that is Neo4j's. */
  claims: Readonly<Record<string, unknown>>;
}

/** One way for people to sign in. */
export interface SignInContext extends StackContext {
  signIn: ContractSignIn;
}

/** What the user gave for refusals that cannot be tried without it. */
export interface Given {
  /** A client of the org that is not in the stack's policy. */
  outsider?: { clientId: string; clientSecret: string };
  /** A token of the same issuer for another audience. */
  foreignToken?: string;
  /** A token that was right until it expired. */
  expiredToken?: string;
}

/** What refusals are tried with: an account that logged in, and what the user gave besides. */
export interface ProbeContext extends AccountContext {
  tokens: TokenClient;
  given: Given;
}
