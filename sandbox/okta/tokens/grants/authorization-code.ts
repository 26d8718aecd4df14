import { createHash } from "node:crypto";
import { requiresPkce } from "../../org.ts";
import { sameSecret } from "../../same-secret.ts";
import type { Form } from "../form.ts";
import { customServer } from "../issuer.ts";
import { revokeFamily } from "../people/family.ts";
import { issueTo } from "../people/issue.ts";
import { firstRefreshToken } from "../people/refresh-tokens.ts";
import type { AuthorizationCode } from "../people/remembered.ts";
import { refusal } from "../refusals.ts";
import type { GrantType, TokenRequest } from "../request.ts";

/** RFC 6749 section 4.1.3, as a custom authorization server judges it. */
export const authorizationCode: GrantType = {
  name: "authorization_code",
  steps: [requireParameters, requireOwnOrigin, redeem],
};

function requireParameters({ form, client }: TokenRequest): void {
  const missing = ["code", "redirect_uri"].find((name) => !form.has(name));
  if (missing !== undefined) throw refusal("missing_token_request_parameter", missing);
  if (requiresPkce(client) && !form.has("code_verifier")) throw refusal("pkce_missing_verifier");
}

/** A page may redeem only codes that came to its own origin. */
function requireOwnOrigin({ origin, client }: TokenRequest): void {
  if (origin === undefined) return;
  const own = client.body.settings.oauthClient.redirect_uris ?? [];
  if (!own.some((uri) => URL.parse(uri)?.origin === origin)) {
    throw refusal("illegal_origin_browser_request");
  }
}

/** A code is used up by its first use, right or wrong; a second one ends what came of the first. */
function redeem(request: TokenRequest): void {
  const { state, form, client, issuer } = request;
  const code = state.codes.get(form.get("code") ?? "");
  if (code?.serverId !== customServer(issuer).id) throw refusal("invalid_authorization_code");
  if (code.clientId !== client.clientId) throw refusal("mismatched_client");
  if (code.used) {
    revokeFamily(state, code.family);
    throw refusal("invalid_authorization_code");
  }
  code.used = true;
  if (code.redirectUri !== form.get("redirect_uri")) throw refusal("mismatched_redirect_uri");
  verifyChallenge(code, form);
  issueTo(request, code, "invalid_authorization_code", {
    nonce: code.nonce,
    refreshToken: (lifetimes) => firstRefreshToken(state, code, lifetimes),
  });
}

/** RFC 7636 section 4.6. A verifier without a challenge is a mix-up of two requests. */
function verifyChallenge({ challenge }: AuthorizationCode, form: Form): void {
  const verifier = form.get("code_verifier");
  if (challenge === undefined && verifier === undefined) return;
  const computed = createHash("sha256")
    .update(verifier ?? "")
    .digest("base64url");
  if (!sameSecret(computed, challenge ?? "")) throw refusal("pkce_verification_failed");
}
