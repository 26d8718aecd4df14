import { z } from "zod";
import { issuerModeSchema } from "./authorization-server.ts";
import { resource, statusSchema } from "./resource.ts";

/** What a request may say of an app as an OAuth client. */

const text = z.string();
const uri = z.url({ protocol: /^https?$/, error: "must be an http or https URI" });
/** Left out, null and "" all mean that there is none. */
const optionalUri = text
  .refine((value) => value === "" || uri.safeParse(value).success, "must be an http or https URI")
  .nullish();

/** Schemes that would run in the page itself. */
const OWN_SCHEMES = ["javascript:", "data:", "vbscript:", "blob:"];

/** An address that a browser can be sent to as it stands; a custom scheme is for native apps. */
function isRedirectUri(value: string): boolean {
  const parsed = URL.parse(value);
  if (!parsed || OWN_SCHEMES.includes(parsed.protocol)) return false;
  return /^[\x21-\x7e]+$/.test(value) && !value.includes("#");
}

/** Body of `POST /api/v1/apps/{appId}/credentials/jwks`, and an entry of `jwks.keys`. */
export const keySchema = resource({
  status: statusSchema.optional(),
  kid: text.min(1).nullish(),
  kty: z.enum(["RSA", "EC"]),
  use: z.enum(["sig", "enc"]).nullish(),
  alg: text.nullish(),
  e: text.optional(),
  n: text.optional(),
  x: text.optional(),
  y: text.optional(),
  crv: text.optional(),
});

/** A public key as a request gives it. */
export type KeyInput = z.output<typeof keySchema>;

/** How a client may prove itself (OpenID Connect Core section 9). */
export const TOKEN_ENDPOINT_AUTH_METHODS = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "none",
] as const;

/** Grant types that an app may have. */
export const GRANT_TYPES = [
  "authorization_code",
  "client_credentials",
  "implicit",
  "interaction_code",
  "password",
  "refresh_token",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
  "urn:ietf:params:oauth:grant-type:saml2-bearer",
  "urn:ietf:params:oauth:grant-type:token-exchange",
  "urn:openid:params:grant-type:ciba",
  "urn:okta:params:oauth:grant-type:otp",
  "urn:okta:params:oauth:grant-type:oob",
  "http://auth0.com/oauth/grant-type/mfa-otp",
  "http://auth0.com/oauth/grant-type/mfa-oob",
] as const;

/** `settings.oauthClient` of an app. */
export const oauthSettings = z.strictObject({
  application_type: z.enum(["web", "native", "browser", "service"]).optional(),
  backchannel_authentication_request_signing_alg: text.nullish(),
  backchannel_custom_authenticator_id: text.nullish(),
  backchannel_token_delivery_mode: text.nullish(),
  client_uri: optionalUri,
  consent_method: z.enum(["REQUIRED", "TRUSTED"]).default("TRUSTED"),
  dpop_bound_access_tokens: z.boolean().default(false),
  frontchannel_logout_session_required: z.boolean().nullish(),
  frontchannel_logout_uri: optionalUri,
  grant_types: z.array(z.enum(GRANT_TYPES)).min(1),
  id_token_encrypted_response_alg: text.nullish(),
  idp_initiated_login: z
    .strictObject({
      mode: z.enum(["DISABLED", "SPEC", "OKTA"]).default("DISABLED"),
      default_scope: z.array(text).default([]),
    })
    .default({ mode: "DISABLED", default_scope: [] }),
  initiate_login_uri: optionalUri,
  issuer_mode: issuerModeSchema.default("ORG_URL"),
  jwks: z.strictObject({ keys: z.array(keySchema) }).nullish(),
  jwks_uri: optionalUri,
  logo_uri: optionalUri,
  network: z
    .strictObject({
      connection: z.enum(["ANYWHERE", "ZONE"]),
      include: z.array(text).optional(),
      exclude: z.array(text).optional(),
    })
    .optional(),
  participate_slo: z.boolean().default(false),
  policy_uri: optionalUri,
  post_logout_redirect_uris: z.array(uri).nullish(),
  redirect_uris: z
    .array(text.refine(isRedirectUri, "must be an absolute URI without fragment"))
    .nullish(),
  refresh_token: z
    .strictObject({
      rotation_type: z.enum(["ROTATE", "STATIC"]),
      leeway: z.int().min(0).max(60).optional(),
    })
    .nullish(),
  request_object_signing_alg: text.nullish(),
  response_types: z.array(z.enum(["code", "token", "id_token"])).optional(),
  sector_identifier_uri: optionalUri,
  subject_type: z.enum(["public", "pairwise"]).nullish(),
  tos_uri: optionalUri,
  wildcard_redirect: z.enum(["DISABLED", "SUBDOMAIN"]).default("DISABLED"),
});
