import { customServer } from "../issuer.ts";
import { revokeFamily } from "../people/family.ts";
import { issueTo } from "../people/issue.ts";
import { extend, nextRefreshToken, rotationOf } from "../people/refresh-tokens.ts";
import type { RefreshToken } from "../people/remembered.ts";
import { refusal } from "../refusals.ts";
import type { GrantType, TokenRequest } from "../request.ts";
import { readScopes } from "../scopes.ts";

/** RFC 6749 section 6, as a custom authorization server judges it. */
export const refreshToken: GrantType = {
  name: "refresh_token",
  steps: [readScopes, refresh],
};

function refresh(request: TokenRequest): void {
  const { state, form, client, issuer, requested } = request;
  const value = form.get("refresh_token");
  if (value === undefined) throw refusal("missing_token_request_parameter", "refresh_token");
  const token = state.refreshTokens.get(value);
  if (!token || token.serverId !== customServer(issuer).id || token.family.revoked) {
    throw refusal("invalid_refresh_token");
  }
  if (token.clientId !== client.clientId) throw refusal("mismatched_client");
  const { rotates, leeway } = rotationOf(client);
  refuseReplayed(request, token, leeway);
  const scopes = narrowed(token, requested);
  issueTo(request, { ...token, scopes }, "invalid_refresh_token", {
    refreshToken() {
      if (!rotates) return extend(state, value, token);
      token.replaced ??= state.org.now();
      return nextRefreshToken(state, token);
    },
  });
}

/** A replaced token that is used again was stolen from someone: all of its sign-in ends. */
function refuseReplayed({ state }: TokenRequest, token: RefreshToken, leeway: number): void {
  if (token.replaced === undefined || state.org.now() <= token.replaced + leeway) return;
  revokeFamily(state, token.family);
  throw refusal("invalid_refresh_token");
}

/** The scopes asked for, which are of those that the user granted; or all of them. */
function narrowed({ scopes }: RefreshToken, requested: readonly string[]): readonly string[] {
  const denied = requested.filter((scope) => !scopes.includes(scope));
  if (denied.length > 0) throw refusal("refresh_scopes_denied", denied.join(", "));
  return requested.length === 0 ? scopes : requested;
}
