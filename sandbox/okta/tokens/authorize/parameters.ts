import type { App, AuthorizationServer } from "../../entities.ts";
import { requiresPkce } from "../../org.ts";
import type { Form } from "../form.ts";
import type { Authorization } from "../people/remembered.ts";
import { refusal } from "../refusals.ts";
import { OIDC_SCOPES } from "../scopes.ts";

/** Parameters that Okta knows and the emulator does not. Unknown ones are ignored, as RFC 6749 has it. */
const UNSUPPORTED = [
  ...["request", "request_uri", "resource", "sessionToken", "idp", "idp_scope", "acr_values"],
  ...["enroll_amr_values", "authorization_details", "dpop_jkt", "id_token_hint", "claims"],
];

const RESPONSE_MODES = ["query", "fragment", "form_post"] as const;
const PROMPTS = ["none", "login", "consent"] as const;
const MAX_AGE = 2 ** 31 - 1;

/** What only the parameters themselves say of a request. */
type Asked = Omit<
  Authorization,
  "serverId" | "clientId" | "redirectUri" | "responseMode" | "state"
>;

/** How the answer goes back. @throws OAuthError `unsupported_response_mode` */
export function responseModeOf(parameters: Form): Authorization["responseMode"] {
  const wanted = parameters.get("response_mode") ?? "query";
  const known = RESPONSE_MODES.find((mode) => mode === wanted);
  if (!known) throw refusal("unsupported_response_mode", RESPONSE_MODES.join(", "));
  return known;
}

/**
 * Judges the parameters of an authorization request.
 * @throws OAuthError that is told to the client by its redirect URI
 */
export function judgeParameters(parameters: Form, client: App, server: AuthorizationServer): Asked {
  const unsupported = UNSUPPORTED.find((name) => parameters.has(name));
  if (unsupported !== undefined) throw refusal("unsupported_parameter", unsupported);
  if (!parameters.has("state")) throw refusal("invalid_state");
  requireCode(parameters, client);
  return {
    challenge: challengeOf(parameters, client),
    scopes: scopesOf(parameters, client, server),
    nonce: parameters.get("nonce"),
    prompt: promptOf(parameters),
    maxAge: maxAgeOf(parameters),
    loginHint: parameters.get("login_hint"),
  };
}

/** The emulator has no implicit flow. */
function requireCode(parameters: Form, { body, grantTypes }: App): void {
  const { response_types: types = ["code"] } = body.settings.oauthClient;
  if (parameters.get("response_type") !== "code" || !types.includes("code")) {
    throw refusal("unsupported_response_type", types.filter((type) => type === "code").join(", "));
  }
  if (!grantTypes.includes("authorization_code")) {
    throw refusal("unauthorized_client", grantTypes.join(", "));
  }
}

/** RFC 7636 section 4.3, by S256 alone. */
function challengeOf(parameters: Form, client: App): string | undefined {
  const challenge = parameters.get("code_challenge");
  if (challenge === undefined) {
    if (requiresPkce(client)) throw refusal("pkce_missing_challenge");
    return undefined;
  }
  if (parameters.get("code_challenge_method") !== "S256") throw refusal("pkce_invalid_method");
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(challenge)) throw refusal("pkce_invalid_challenge");
  return challenge;
}

function scopesOf(parameters: Form, client: App, server: AuthorizationServer): string[] {
  const named = (parameters.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const scopes = [...new Set(named)];
  if (scopes.length === 0) return defaultScopes(server);
  const known = server.scopes.map(({ name }) => name);
  if (!scopes.every((scope) => known.includes(scope))) throw refusal("no_matching_scope");
  if (!scopes.includes("openid") && scopes.some((scope) => OIDC_SCOPES.includes(scope))) {
    throw refusal("openid_scope_required");
  }
  if (scopes.includes("offline_access") && !client.grantTypes.includes("refresh_token")) {
    throw refusal("illegal_scope", "offline_access");
  }
  if (scopes.includes("device_sso")) throw refusal("illegal_scope", "device_sso");
  return scopes;
}

function defaultScopes({ scopes }: AuthorizationServer): string[] {
  const names = scopes.filter((scope) => scope.default).map(({ name }) => name);
  if (names.length === 0) throw refusal("no_default_scopes");
  return names;
}

function promptOf(parameters: Form): Authorization["prompt"] {
  const wanted = parameters.get("prompt");
  if (wanted === undefined) return undefined;
  const known = PROMPTS.find((prompt) => prompt === wanted);
  if (!known) throw refusal("invalid_prompt", PROMPTS.join(", "));
  return known;
}

function maxAgeOf(parameters: Form): number | undefined {
  const text = parameters.get("max_age");
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text) || Number(text) > MAX_AGE) throw refusal("invalid_max_age");
  if (Number(text) === 0 && parameters.get("prompt") === "none") {
    throw refusal("invalid_prompt_for_zero_max_age");
  }
  return Number(text);
}
