import type { Json, JsonObject, Properties } from "../../protocol/values.ts";
import { at, flagOf, numberOf, objectsOf, setOf, textOf } from "../document.ts";
import { documentFrom } from "../mapping.ts";
import { OAUTH_APP } from "./oauth-app-schema.ts";

/** What Okta needs at least, and gives a client of the type, when the program names no grants. */
const REQUIRED_GRANTS: Record<string, string[]> = {
  service: ["client_credentials"],
  web: ["authorization_code"],
  native: ["authorization_code"],
};
const REFRESH_TOKEN = "refresh_token";

/** The body of `POST /api/v1/apps` and `PUT /api/v1/apps/{id}` for a planned OIDC client. */
export function oauthAppBody(planned: Properties, isNew: boolean): JsonObject {
  const document = documentFrom(OAUTH_APP, planned);
  const settings = at(document, "settings");
  Object.assign(at(document, "credentials", "oauthClient"), credentials(planned, isNew));
  Object.assign(at(settings, "oauthClient"), clientSettings(planned));
  const links = textOf(planned, "appLinksJson");
  if (links !== "") at(document, "visibility").appLinks = parsed(links);
  const profile = textOf(planned, "profile");
  return {
    ...document,
    name: "oidc_client",
    settings: { ...parsed(textOf(planned, "appSettingsJson")), ...settings },
    signOnMode: "OPENID_CONNECT",
    ...(profile === "" ? {} : { profile: parsed(profile) }),
  };
}

function parsed(text: string): JsonObject {
  return text === "" ? {} : (JSON.parse(text) as JsonObject);
}

function credentials(planned: Properties, isNew: boolean): JsonObject {
  const method = textOf(planned, "tokenEndpointAuthMethod");
  const type = textOf(planned, "type");
  const chosen =
    textOf(planned, "clientBasicSecretWo") ||
    textOf(planned, "clientBasicSecret") ||
    textOf(planned, "clientSecret");
  const publicClient = method === "none" || (isNew && (type === "native" || type === "browser"));
  const pkce = planned.pkceRequired;
  // An empty text says "leave the secret as it is": what Okta holds is not ours to know.
  const secret = !isNew && flagOf(planned, "omitSecret") ? "" : chosen || undefined;
  return {
    pkce_required: typeof pkce === "boolean" ? pkce : publicClient,
    ...(secret === undefined ? {} : { client_secret: secret }),
  };
}

function clientSettings(planned: Properties): JsonObject {
  const grants = setOf(planned, "grantTypes");
  const grantTypes = grants.length > 0 ? grants : (REQUIRED_GRANTS[textOf(planned, "type")] ?? []);
  const jwks = objectsOf(planned, "jwks").map(publicKey);
  return {
    dpop_bound_access_tokens: false,
    grant_types: grantTypes,
    ...(jwks.length === 0 ? {} : { jwks: { keys: jwks } }),
    ...(grantTypes.includes(REFRESH_TOKEN) ? { refresh_token: refreshToken(planned) } : {}),
    response_types: responseTypes(planned, grantTypes),
  };
}

/** The SDK of the official plugin sends neither `use` nor `alg` nor `crv`, and every key as active. */
function publicKey(key: JsonObject): JsonObject {
  const parts = key.kty === "EC" ? ["x", "y"] : ["e", "n"];
  const named = parts.flatMap((part): [string, Json][] =>
    typeof key[part] === "string" ? [[part, key[part]]] : [],
  );
  return { ...Object.fromEntries(named), kid: key.kid ?? "", kty: key.kty ?? "", status: "ACTIVE" };
}

function refreshToken(planned: Properties): JsonObject {
  return {
    rotation_type: textOf(planned, "refreshTokenRotation"),
    leeway: numberOf(planned, "refreshTokenLeeway"),
  };
}

function responseTypes(planned: Properties, grantTypes: string[]): string[] {
  const given = setOf(planned, "responseTypes");
  if (given.length > 0) return given;
  const any = (...names: string[]): boolean => names.some((name) => grantTypes.includes(name));
  return [
    ...(any("implicit", "client_credentials") ? ["token"] : []),
    ...(any("password", "authorization_code", REFRESH_TOKEN) ? ["code"] : []),
  ];
}
