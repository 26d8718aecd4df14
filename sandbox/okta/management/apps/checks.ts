import type { App, AppKey } from "../../entities.ts";
import { invalidField, validationFailed } from "../../errors.ts";
import { findApp, type Org } from "../../org.ts";
import type { AppInput } from "../../schemas/app.ts";
import type { KeyInput } from "../../schemas/oauth-client.ts";

/**
 * The rules of an OIDC app that hold between fields. `current` is the app that is replaced,
 * undefined for a new one.
 * @throws E0000001
 */
export function checkApp(org: Org, input: AppInput, current?: App): void {
  checkClientId(org, input.credentials.oauthClient.client_id, current?.clientId);
  checkType(input.settings.oauthClient.application_type ?? "web", current?.applicationType);
  checkGrants(input);
  checkPublicClient(input);
  checkKeys(input);
}

function checkClientId(org: Org, clientId: string | undefined, current?: string): void {
  const field = "credentials.oauthClient.client_id";
  if (clientId === undefined || clientId === current) return;
  if (current !== undefined) throw invalidField(field, "The field cannot be changed");
  if (findApp(org, clientId)) {
    throw invalidField(field, "A client with this client_id already exists");
  }
}

function checkType(type: string, current = type): void {
  if (type === current) return;
  throw invalidField("settings.oauthClient.application_type", "The field cannot be changed");
}

const NEEDS_REDIRECT = ["authorization_code", "implicit", "interaction_code"] as const;

function checkGrants({ settings }: AppInput): void {
  const {
    application_type: type = "web",
    grant_types: grants,
    redirect_uris,
  } = settings.oauthClient;
  const field = "settings.oauthClient.grant_types";
  if (type === "service" && !grants.includes("client_credentials")) {
    throw invalidField(field, "a service app must have client_credentials");
  }
  if (["native", "browser"].includes(type) && grants.includes("client_credentials")) {
    throw invalidField(field, `client_credentials is not allowed for a ${type} app`);
  }
  const redirects = type !== "service" && NEEDS_REDIRECT.some((grant) => grants.includes(grant));
  if (redirects && !redirect_uris?.length) {
    throw invalidField("settings.oauthClient.redirect_uris", "The field cannot be left blank");
  }
}

/** Without a secret, PKCE is what binds a code to its client. */
function checkPublicClient({ credentials, settings }: AppInput): void {
  const { token_endpoint_auth_method: method, pkce_required: pkce } = credentials.oauthClient;
  const field = "credentials.oauthClient";
  if (method !== "none") return;
  if (settings.oauthClient.grant_types.includes("client_credentials")) {
    throw invalidField(
      `${field}.token_endpoint_auth_method`,
      "none is not allowed with client_credentials",
    );
  }
  if (pkce === false) {
    throw invalidField(`${field}.pkce_required`, "must be true for a client without a secret");
  }
}

function checkKeys({ credentials, settings }: AppInput): void {
  const { jwks, jwks_uri } = settings.oauthClient;
  const field = "settings.oauthClient.jwks";
  const keys = jwks?.keys ?? [];
  if (keys.length > 0 && jwks_uri) {
    throw invalidField(field, "jwks and jwks_uri exclude each other");
  }
  checkKeySet(keys, field);
  const method = credentials.oauthClient.token_endpoint_auth_method;
  if (method === "private_key_jwt" && keys.length === 0 && !jwks_uri) {
    throw invalidField(field, "private_key_jwt needs jwks or jwks_uri");
  }
}

/**
 * Each key has its parameters, and a `kid` of its own unless it is the only one.
 * @throws E0000001 at `field`
 */
export function checkKeySet(keys: readonly (KeyInput | AppKey)[], field: string): void {
  const kids = keys.map(({ kid }) => kid);
  for (const [index, key] of keys.entries()) {
    const at = `${field}.keys.${index}`;
    const parameters = key.kty === "RSA" ? (["e", "n"] as const) : (["x", "y"] as const);
    const missing = parameters.filter((name) => !key[name]);
    if (!key.kid && keys.length > 1) {
      throw validationFailed(at, `${at}.kid: The field cannot be left blank`);
    }
    if (missing.length > 0) {
      const causes = missing.map((name) => `${at}.${name}: The field cannot be left blank`);
      throw validationFailed(at, ...causes);
    }
    if (kids.indexOf(key.kid) !== index) throw validationFailed(at, `${at}.kid: must be unique`);
  }
}
