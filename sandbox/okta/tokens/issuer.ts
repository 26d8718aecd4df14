import type { AuthorizationServer } from "../entities.ts";
import { notFound } from "../errors.ts";
import { findServer, issuerOf, type Org } from "../org.ts";
import type { KeyHolder } from "./keys.ts";
import type { TokenState } from "./state.ts";

/** Who issues: a custom authorization server, or the org's own for Okta's API scopes. */
export interface Issuer {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** What the addresses of its endpoints start with. */
  readonly base: string;
  /** The `aud` of its tokens. */
  readonly audience: string;
  readonly keys: KeyHolder;
  /** Undefined for the org authorization server, which has no scopes, claims or policies of its own. */
  readonly server: AuthorizationServer | undefined;
}

/**
 * The active custom authorization server that a path names by id or alias.
 * @throws Okta's 404 (E0000007) for an unknown or inactive one
 */
export function customIssuer(org: Org, idOrAlias: string): Issuer {
  const server = findServer(org, idOrAlias);
  if (server?.status !== "ACTIVE") {
    throw notFound(idOrAlias, "AuthorizationServer");
  }
  const issuer = issuerOf(org, server);
  return {
    issuer,
    base: issuer,
    audience: server.audiences[0] ?? "",
    keys: server,
    server,
  };
}

/** The org authorization server: its issuer and audience are the org's address. */
export function orgIssuer(state: TokenState): Issuer {
  const { url } = state.org;
  return {
    issuer: url,
    base: `${url}/oauth2`,
    audience: url,
    keys: state.orgServer,
    server: undefined,
  };
}

/** The custom server behind an issuer. @throws for the org's own issuer, which has none */
export function customServer(issuer: Issuer): AuthorizationServer {
  if (!issuer.server) throw new Error("The org authorization server has no policies of its own.");
  return issuer.server;
}
