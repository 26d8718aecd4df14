import { OAuthError } from "./errors.ts";

/** Scopes that stand for a user and so cannot be had without one. */
export const userScopes: ReadonlySet<string> = new Set([
  "openid",
  "profile",
  "email",
  "address",
  "phone",
  "offline_access",
  "device_sso",
]);

/** RFC 6749 section 3.3. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** The scopes that a `scope` parameter names, each once, in its order; empty if it is absent. */
export function requestedScopes(parameter: string | undefined): string[] {
  const scopes = (parameter ?? "").split(" ").filter((scope) => scope !== "");
  if (!scopes.every((scope) => scopeToken.test(scope))) {
    throw new OAuthError(
      400,
      "invalid_scope",
      "The requested scope is invalid, unknown, or malformed.",
    );
  }
  return [...new Set(scopes)];
}
