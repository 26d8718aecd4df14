import { goJson } from "../../bridged/compare.ts";
import { isJsonObject, type JsonObject, type Properties } from "../../protocol/values.ts";
import { at, objectsOf, textOf } from "../document.ts";
import { valuesFrom } from "../mapping.ts";
import { OAUTH_APP } from "./oauth-app-schema.ts";

/** Settings that have properties of their own; the rest is kept as `appSettingsJson`. */
const KNOWN_SETTINGS = [
  "emOptInStatus",
  "identityStoreId",
  "implicitAssignment",
  "inlineHookId",
  "notes",
  "notifications",
  "oauthClient",
  "signOn",
];

/** What was planned stands for all of a row when Okta leaves out the first. */
const TOGETHER: readonly (readonly [string, ...string[]])[] = [
  ["clientId", "autoKeyRotation", "pkceRequired", "tokenEndpointAuthMethod"],
  ["loginMode", "loginScopes"],
  ["refreshTokenRotation", "refreshTokenLeeway"],
  [
    "userNameTemplate",
    "userNameTemplatePushStatus",
    "userNameTemplateSuffix",
    "userNameTemplateType",
  ],
];

/** The values of an app as Okta returns it, under their Pulumi names. */
export function oauthAppValues(app: JsonObject): Properties {
  const values: Properties = { refreshTokenLeeway: 0, ...valuesFrom(OAUTH_APP, app) };
  for (const row of TOGETHER) {
    if (values[row[0]] === "") for (const name of row) delete values[name];
  }
  const profile = at(app, "profile");
  return {
    ...values,
    ...furtherSettings(at(app, "settings")),
    jwks: objectsOf(at(app, "settings", "oauthClient", "jwks"), "keys").map(publicKey),
    logoUrl: logoUrl(app),
    profile: Object.keys(profile).length === 0 ? "" : goJson(profile),
  };
}

function furtherSettings(settings: JsonObject): Properties {
  const further = Object.entries(settings).filter(([name]) => !KNOWN_SETTINGS.includes(name));
  return further.length === 0 ? {} : { appSettingsJson: goJson(Object.fromEntries(further)) };
}

/** Every part, also those that a key of its type does not have: they are stored as empty. */
function publicKey(key: JsonObject): Properties {
  const parts = ["kid", "kty", "e", "n", "x", "y"];
  return Object.fromEntries(parts.map((part) => [part, textOf(key, part)]));
}

function logoUrl(app: JsonObject): string {
  const logo = at(app, "_links").logo;
  const first = Array.isArray(logo) ? logo[0] : logo;
  return isJsonObject(first) ? textOf(first, "href") : "";
}
