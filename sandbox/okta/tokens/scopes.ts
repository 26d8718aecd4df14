import { OAuthError } from "./errors.ts";
import type { TokenRequest } from "./request.ts";

/** Scopes that stand for a user and so cannot be had without one. */
export const USER_SCOPES: ReadonlySet<string> = new Set([
  "openid",
  "profile",
  "email",
  "address",
  "phone",
  "offline_access",
  "device_sso",
]);

/** The characters of RFC 6749 section 3.3, spaces between. */
const SCOPE_PARAMETER = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Reads the `scope` parameter; empty if it is absent. @throws OAuthError `invalid_scope` */
export function readScopes(request: TokenRequest): void {
  const parameter = request.form.get("scope") ?? "";
  if (!SCOPE_PARAMETER.test(parameter)) {
    throw new OAuthError(
      400,
      "invalid_scope",
      "The requested scope is invalid, unknown, or malformed.",
    );
  }
  request.requested = [...new Set(parameter.split(" ").filter((scope) => scope !== ""))];
}

/** Client credentials stand for no user. @throws OAuthError `invalid_scope` for a scope about a user */
export function refuseUserScopes({ requested }: TokenRequest): void {
  if (requested.some((scope) => USER_SCOPES.has(scope))) {
    throw new OAuthError(
      400,
      "invalid_scope",
      "Cannot request 'openid' scopes using client credentials.",
    );
  }
}

/** No scope was asked for, and the server has none to give by default. */
export function noDefaultScopes(): OAuthError {
  return new OAuthError(
    400,
    "invalid_scope",
    "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
  );
}

/** A scope was asked for that the server does not know. */
export function unknownScopes(): OAuthError {
  return new OAuthError(
    400,
    "invalid_scope",
    "One or more scopes are not configured for the authorization server resource.",
  );
}
