import type { Json } from "../../protocol/values.ts";
import type { Document } from "../client.ts";
import { omitEmpty, type Planned } from "../document.ts";

/** What Okta needs at least, and gives a client of the type, when the program names no grants. */
const REQUIRED_GRANTS: Record<string, string[]> = {
  service: ["client_credentials"],
  web: ["authorization_code"],
  native: ["authorization_code"],
};
const REFRESH_TOKEN = "refresh_token";

/** The body of `POST /api/v1/apps` and `PUT /api/v1/apps/{id}` for a planned OIDC client. */
export function oauthAppBody(planned: Planned, isNew: boolean): Document {
  const profile = planned.text("profile");
  const body: Document = {
    accessibility: omitEmpty({
      selfService: planned.flag("accessibilitySelfService") || null,
      errorRedirectUrl: planned.text("accessibilityErrorRedirectUrl"),
      loginRedirectUrl: planned.text("accessibilityLoginRedirectUrl"),
    }),
    credentials: {
      oauthClient: oauthClient(planned, isNew),
      userNameTemplate: omitEmpty({
        template: planned.text("userNameTemplate"),
        type: planned.text("userNameTemplateType"),
        userSuffix: planned.text("userNameTemplateSuffix"),
        pushStatus: planned.text("userNameTemplatePushStatus"),
      }),
    },
    label: planned.text("label"),
    name: "oidc_client",
    settings: {
      ...parsed(planned.text("appSettingsJson")),
      ...omitEmpty({ implicitAssignment: planned.flag("implicitAssignment") || null }),
      notes: omitEmpty({ admin: planned.text("adminNote"), enduser: planned.text("enduserNote") }),
      oauthClient: clientSettings(planned),
    },
    signOnMode: "OPENID_CONNECT",
    visibility: visibility(planned),
  };
  return profile === "" ? body : { ...body, profile: JSON.parse(profile) as Json };
}

function parsed(text: string): Document {
  return text === "" ? {} : (JSON.parse(text) as Document);
}

function oauthClient(planned: Planned, isNew: boolean): Document {
  const method = planned.text("tokenEndpointAuthMethod");
  const type = planned.text("type");
  const chosen =
    planned.text("clientBasicSecretWo") ||
    planned.text("clientBasicSecret") ||
    planned.text("clientSecret");
  const publicClient = method === "none" || (isNew && (type === "native" || type === "browser"));
  const pkce = planned.values.pkceRequired;
  const client: Document = {
    autoKeyRotation: planned.values.autoKeyRotation !== false,
    ...omitEmpty({ client_id: planned.text("clientId"), client_secret: chosen }),
    pkce_required: typeof pkce === "boolean" ? pkce : publicClient,
    token_endpoint_auth_method: method,
  };
  // Says "leave the secret as it is": what Okta holds is not ours to know.
  if (!isNew && planned.flag("omitSecret")) client.client_secret = "";
  return client;
}

function clientSettings(planned: Planned): Document {
  const grants = planned.set("grantTypes");
  const type = planned.text("type");
  const grantTypes = grants.length > 0 ? grants : (REQUIRED_GRANTS[type] ?? []);
  const jwks = planned.objects("jwks").map((key) => publicKey(key as Document));
  return {
    application_type: type,
    ...omitEmpty({
      client_uri: planned.text("clientUri"),
      consent_method: planned.text("consentMethod"),
      frontchannel_logout_session_required:
        planned.flag("frontchannelLogoutSessionRequired") || null,
      frontchannel_logout_uri: planned.text("frontchannelLogoutUri"),
      initiate_login_uri: planned.text("loginUri"),
      issuer_mode: planned.text("issuerMode"),
      jwks_uri: planned.text("jwksUri"),
      logo_uri: planned.text("logoUri"),
      participate_slo: planned.flag("participateSlo") || null,
      policy_uri: planned.text("policyUri"),
      post_logout_redirect_uris: planned.set("postLogoutRedirectUris"),
      redirect_uris: planned.list("redirectUris"),
      tos_uri: planned.text("tosUri"),
      wildcard_redirect: planned.text("wildcardRedirect"),
    }),
    dpop_bound_access_tokens: false,
    grant_types: grantTypes,
    idp_initiated_login: {
      default_scope: planned.set("loginScopes"),
      mode: planned.text("loginMode"),
    },
    ...(jwks.length === 0 ? {} : { jwks: { keys: jwks } }),
    ...(grantTypes.includes(REFRESH_TOKEN) ? { refresh_token: refreshToken(planned) } : {}),
    response_types: responseTypes(planned, grantTypes),
  };
}

/** The SDK of the official plugin sends neither `use` nor `alg` nor `crv`. */
function publicKey(key: Document): Document {
  const parts = key.kty === "EC" ? ["x", "y"] : ["e", "n"];
  const named = parts.flatMap((part): [string, Json][] =>
    typeof key[part] === "string" ? [[part, key[part]]] : [],
  );
  return { ...Object.fromEntries(named), kid: key.kid ?? "", kty: key.kty ?? "" };
}

function refreshToken(planned: Planned): Document {
  return {
    rotation_type: planned.text("refreshTokenRotation"),
    leeway: planned.number("refreshTokenLeeway"),
  };
}

function responseTypes(planned: Planned, grantTypes: string[]): string[] {
  const given = planned.set("responseTypes");
  if (given.length > 0) return given;
  const any = (...names: string[]): boolean => names.some((name) => grantTypes.includes(name));
  return [
    ...(any("implicit", "client_credentials") ? ["token"] : []),
    ...(any("password", "authorization_code", REFRESH_TOKEN) ? ["code"] : []),
  ];
}

function visibility(planned: Planned): Document {
  const links = planned.text("appLinksJson");
  return {
    ...omitEmpty({ autoSubmitToolbar: planned.flag("autoSubmitToolbar") || null }),
    hide: omitEmpty({ iOS: planned.flag("hideIos") || null, web: planned.flag("hideWeb") || null }),
    ...(links === "" ? {} : { appLinks: parsed(links) }),
  };
}
