import { decodeJwt } from "jose";
import { evaluateClaims } from "../claims.ts";
import { customServer } from "../issuer.ts";
import { evaluatePolicies } from "../policies.ts";
import { type RefusalCode, refusal } from "../refusals.ts";
import type { TokenRequest } from "../request.ts";
import { signIdToken } from "./id-token.ts";
import { personOf } from "./person.ts";
import type { Basis } from "./remembered.ts";

/** What is issued to a user besides the access token. */
interface Further {
  /** Goes into the ID token. */
  readonly nonce?: string | undefined;
  /** Makes or keeps the refresh token of a request that has `offline_access`, by the lifetimes of the rule. */
  refreshToken(lifetimes: { lifetimeMinutes: number; windowMinutes: number }): string;
}

/**
 * Fills the request with what is issued to the user of a sign-in: by the policies as they are now, to one
 * who is still active and assigned.
 * @throws OAuthError `gone` for a user who is not, `access_denied` for one whom no rule lets in
 */
export function issueTo(
  request: TokenRequest,
  basis: Basis,
  gone: RefusalCode,
  further: Further,
): void {
  const { state, issuer, client } = request;
  const server = customServer(issuer);
  const person = personOf(state.org, client, basis.userId);
  if (!person) throw refusal(gone);
  const grant = evaluatePolicies(server, {
    ...{ clientId: client.clientId, grantType: "authorization_code" },
    ...{ scopes: basis.scopes, defaults: false, person },
  });
  if (!grant) throw refusal("no_matching_policy");
  const scopes = [...grant.scopes];
  const { authTime, family } = basis;
  Object.assign(request, { person, scopes, authTime, lifetime: grant.lifetime });
  request.claims = evaluateClaims(server, { app: client, scopes, person });
  request.further = async (accessToken) => {
    const { jti = "", exp = 0 } = decodeJwt(accessToken);
    family.accessTokens.set(jti, exp * 1000);
    const idToken = { client, person, scopes, accessToken, authTime, nonce: further.nonce };
    return {
      ...(scopes.includes("offline_access")
        ? { refresh_token: further.refreshToken(grant.refresh) }
        : {}),
      ...(scopes.includes("openid") ? { id_token: await signIdToken(state, issuer, idToken) } : {}),
    };
  };
}
