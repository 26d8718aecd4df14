import { goJson } from "../../bridged/compare.ts";
import type { Properties } from "../../protocol/values.ts";
import type { Document } from "../client.ts";
import { at, flagOf, listOf, textOf } from "../document.ts";

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

/** The values of an app as Okta returns it, under their Pulumi names. */
export function oauthAppValues(app: Document): Properties {
  const settings = at(app, "settings");
  const notes = at(settings, "notes");
  const accessibility = at(app, "accessibility");
  const template = at(app, "credentials", "userNameTemplate");
  const hide = at(app, "visibility", "hide");
  return {
    accessibilityErrorRedirectUrl: textOf(accessibility, "errorRedirectUrl"),
    accessibilityLoginRedirectUrl: textOf(accessibility, "loginRedirectUrl"),
    accessibilitySelfService: flagOf(accessibility, "selfService"),
    adminNote: textOf(notes, "admin"),
    backchannelCustomAuthenticatorId: textOf(
      at(settings, "oauthClient"),
      "backchannel_custom_authenticator_id",
    ),
    autoSubmitToolbar: flagOf(at(app, "visibility"), "autoSubmitToolbar"),
    enduserNote: textOf(notes, "enduser"),
    hideIos: flagOf(hide, "iOS"),
    hideWeb: flagOf(hide, "web"),
    implicitAssignment: flagOf(settings, "implicitAssignment"),
    label: textOf(app, "label"),
    logoUrl: logoUrl(app),
    name: textOf(app, "name"),
    profile: Object.keys(at(app, "profile")).length === 0 ? "" : goJson(at(app, "profile")),
    signOnMode: textOf(app, "signOnMode"),
    status: textOf(app, "status"),
    ...(textOf(template, "template") === ""
      ? {}
      : {
          userNameTemplate: textOf(template, "template"),
          userNameTemplatePushStatus: textOf(template, "pushStatus"),
          userNameTemplateSuffix: textOf(template, "userSuffix"),
          userNameTemplateType: textOf(template, "type"),
        }),
    ...credentials(at(app, "credentials", "oauthClient")),
    ...furtherSettings(settings),
    ...clientSettings(at(settings, "oauthClient")),
  };
}

function credentials(client: Document): Properties {
  if (textOf(client, "client_id") === "") return {};
  return {
    autoKeyRotation: flagOf(client, "autoKeyRotation"),
    clientId: textOf(client, "client_id"),
    pkceRequired: flagOf(client, "pkce_required"),
    tokenEndpointAuthMethod: textOf(client, "token_endpoint_auth_method"),
  };
}

function furtherSettings(settings: Document): Properties {
  const further = Object.entries(settings).filter(([name]) => !KNOWN_SETTINGS.includes(name));
  return further.length === 0 ? {} : { appSettingsJson: goJson(Object.fromEntries(further)) };
}

function clientSettings(client: Document): Properties {
  const login = at(client, "idp_initiated_login");
  const refresh = at(client, "refresh_token");
  const consent = textOf(client, "consent_method");
  const redirects = listOf(client, "redirect_uris");
  return {
    clientUri: textOf(client, "client_uri"),
    frontchannelLogoutSessionRequired: flagOf(client, "frontchannel_logout_session_required"),
    frontchannelLogoutUri: textOf(client, "frontchannel_logout_uri"),
    grantTypes: listOf(client, "grant_types"),
    issuerMode: textOf(client, "issuer_mode"),
    jwks: keys(client),
    jwksUri: textOf(client, "jwks_uri"),
    loginUri: textOf(client, "initiate_login_uri"),
    logoUri: textOf(client, "logo_uri"),
    participateSlo: flagOf(client, "participate_slo"),
    policyUri: textOf(client, "policy_uri"),
    postLogoutRedirectUris: listOf(client, "post_logout_redirect_uris"),
    redirectUris: redirects.length === 0 ? null : redirects,
    responseTypes: listOf(client, "response_types"),
    tosUri: textOf(client, "tos_uri"),
    type: textOf(client, "application_type"),
    wildcardRedirect: textOf(client, "wildcard_redirect"),
    // Some orgs leave these out; what was planned then stands.
    ...(consent === "" ? {} : { consentMethod: consent }),
    ...(textOf(login, "mode") === ""
      ? {}
      : { loginMode: textOf(login, "mode"), loginScopes: listOf(login, "default_scope") }),
    ...(textOf(refresh, "rotation_type") === ""
      ? {}
      : {
          refreshTokenLeeway: typeof refresh.leeway === "number" ? refresh.leeway : 0,
          refreshTokenRotation: textOf(refresh, "rotation_type"),
        }),
  };
}

function keys(client: Document): Properties[] {
  const list = at(client, "jwks").keys;
  if (!Array.isArray(list)) return [];
  return list.map((entry) => {
    const key = entry as Document;
    const parts = ["kid", "kty", "e", "n", "x", "y"].map((part): [string, string | null] => {
      const value = key[part];
      return [part, typeof value === "string" ? value : null];
    });
    return Object.fromEntries(parts);
  });
}

function logoUrl(app: Document): string {
  const logo = at(app, "_links").logo;
  const first = Array.isArray(logo) ? logo[0] : logo;
  return typeof first === "object" && first !== null && !Array.isArray(first)
    ? textOf(first, "href")
    : "";
}
