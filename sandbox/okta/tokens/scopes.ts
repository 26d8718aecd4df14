import { refusal } from "./refusals.ts";
import type { TokenRequest } from "./request.ts";

/** Scopes of OpenID Connect, which every server's metadata names. */
export const OIDC_SCOPES = ["openid", "email", "profile", "address", "phone", "offline_access"];

/** Scopes about a user, which a request without a user cannot have. */
export const USER_SCOPES: ReadonlySet<string> = new Set([...OIDC_SCOPES, "device_sso"]);

/** The characters of RFC 6749 section 3.3, spaces between. */
const SCOPE_PARAMETER = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Reads the `scope` parameter; empty if it is absent. @throws OAuthError `invalid_scope` */
export function readScopes(request: TokenRequest): void {
  const parameter = request.form.get("scope") ?? "";
  if (!SCOPE_PARAMETER.test(parameter)) {
    throw refusal("invalid_scope");
  }
  request.requested = [...new Set(parameter.split(" ").filter((scope) => scope !== ""))];
}

/** Client credentials stand for no user. @throws OAuthError `invalid_scope` for a scope about a user */
export function refuseUserScopes({ requested }: TokenRequest): void {
  if (requested.some((scope) => USER_SCOPES.has(scope))) {
    throw refusal("openid_not_allowed_client_creds");
  }
}
