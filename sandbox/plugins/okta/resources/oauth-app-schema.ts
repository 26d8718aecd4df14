import { isJson, maxLength, oneOf, type PropertySchema } from "../../bridged/schema.ts";
import { type OktaProperty, type OktaSchema, STATUS } from "../mapping.ts";

const text: PropertySchema = { type: "string" };
const flag: PropertySchema = { type: "boolean" };
const json: PropertySchema = { type: "json", validate: isJson };

/** A property that is left out of what is sent when it is empty. */
function optional(property: PropertySchema, at: string): OktaProperty {
  return { ...property, at, omitEmpty: true };
}

function note(reader: string): OktaProperty {
  return optional({ type: "string", validate: maxLength(250) }, `settings.notes.${reader}`);
}

/** A setting of the OAuth client. */
function client(property: PropertySchema, name: string): OktaProperty {
  return optional(property, `settings.oauthClient.${name}`);
}

/** Sent to clients with the grant only. */
function refreshToken(name: string): Pick<OktaProperty, "at" | "unsent"> {
  return { at: `settings.oauthClient.refresh_token.${name}`, unsent: true };
}

function userName(name: string, value?: string): OktaProperty {
  const property = { ...text, ...(value === undefined ? {} : { default: value }) };
  return optional(property, `credentials.userNameTemplate.${name}`);
}

/** `okta_app_oauth` as @pulumi/okta shows it. */
export const OAUTH_APP: OktaSchema = {
  accessibilityErrorRedirectUrl: optional(text, "accessibility.errorRedirectUrl"),
  accessibilityLoginRedirectUrl: optional(text, "accessibility.loginRedirectUrl"),
  accessibilitySelfService: optional(flag, "accessibility.selfService"),
  adminNote: note("admin"),
  appLinksJson: json,
  // Okta's own settings come back in it; a program that leaves it out does not want them gone.
  appSettingsJson: { ...json, computed: true },
  authenticationPolicy: { ...text, computed: true },
  autoKeyRotation: { ...flag, default: true, at: "credentials.oauthClient.autoKeyRotation" },
  autoSubmitToolbar: optional(flag, "visibility.autoSubmitToolbar"),
  backchannelCustomAuthenticatorId: client(text, "backchannel_custom_authenticator_id"),
  clientBasicSecret: { ...text, secret: true },
  clientBasicSecretWo: { ...text, secret: true },
  clientBasicSecretWoVersion: { type: "number" },
  clientId: {
    ...optional({ ...text, computed: true }, "credentials.oauthClient.client_id"),
    forceNew: true,
  },
  clientSecret: { ...text, outputOnly: true, secret: true },
  clientUri: client(text, "client_uri"),
  // Some orgs leave it out; what was planned then stands.
  consentMethod: {
    ...client({ ...text, default: "TRUSTED" }, "consent_method"),
    whenEmpty: "kept",
  },
  enduserNote: note("enduser"),
  frontchannelLogoutSessionRequired: client(flag, "frontchannel_logout_session_required"),
  frontchannelLogoutUri: client(text, "frontchannel_logout_uri"),
  grantTypes: { type: "set", computed: true, at: "settings.oauthClient.grant_types" },
  groupsClaim: {
    type: "object",
    flattened: true,
    properties: {
      filterType: text,
      issuerMode: { ...text, outputOnly: true },
      name: { ...text, required: true },
      type: { ...text, required: true },
      value: { ...text, required: true },
    },
  },
  hideIos: optional({ ...flag, default: true }, "visibility.hide.iOS"),
  hideWeb: optional({ ...flag, default: true }, "visibility.hide.web"),
  implicitAssignment: optional(flag, "settings.implicitAssignment"),
  issuerMode: client({ ...text, default: "ORG_URL" }, "issuer_mode"),
  jwks: {
    type: "objects",
    properties: {
      e: text,
      kid: { ...text, required: true },
      kty: { ...text, required: true },
      n: text,
      x: text,
      y: text,
    },
  },
  jwksUri: client(text, "jwks_uri"),
  label: { ...text, required: true, at: "label" },
  loginMode: {
    ...text,
    default: "DISABLED",
    at: "settings.oauthClient.idp_initiated_login.mode",
  },
  loginScopes: { type: "set", at: "settings.oauthClient.idp_initiated_login.default_scope" },
  loginUri: client(text, "initiate_login_uri"),
  logo: text,
  logoUri: client(text, "logo_uri"),
  logoUrl: { ...text, outputOnly: true },
  name: { ...text, outputOnly: true, at: "name" },
  network: {
    type: "object",
    flattened: true,
    properties: {
      connection: { ...text, required: true },
      excludes: { type: "list" },
      includes: { type: "list" },
    },
  },
  omitSecret: { ...flag, zero: false },
  participateSlo: client(flag, "participate_slo"),
  pkceRequired: {
    ...flag,
    computed: true,
    at: "credentials.oauthClient.pkce_required",
    unsent: true,
  },
  policyUri: client(text, "policy_uri"),
  postLogoutRedirectUris: client({ type: "set" }, "post_logout_redirect_uris"),
  preconfiguredApp: text,
  profile: json,
  redirectUris: { ...client({ type: "list" }, "redirect_uris"), whenEmpty: "null" },
  refreshTokenLeeway: { type: "number", zero: 0, ...refreshToken("leeway") },
  refreshTokenRotation: { ...text, default: "STATIC", ...refreshToken("rotation_type") },
  responseTypes: {
    type: "set",
    computed: true,
    validate: oneOf("code", "token", "id_token"),
    at: "settings.oauthClient.response_types",
  },
  signOnMode: { ...text, outputOnly: true, at: "signOnMode" },
  skipAuthenticationPolicy: flag,
  status: { ...STATUS, unsent: true },
  tokenEndpointAuthMethod: {
    ...text,
    default: "client_secret_basic",
    at: "credentials.oauthClient.token_endpoint_auth_method",
  },
  tosUri: client(text, "tos_uri"),
  type: {
    ...text,
    required: true,
    forceNew: true,
    at: "settings.oauthClient.application_type",
  },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Okta's own template language.
  userNameTemplate: userName("template", "${source.login}"),
  userNameTemplatePushStatus: userName("pushStatus"),
  userNameTemplateSuffix: userName("userSuffix"),
  userNameTemplateType: userName("type", "BUILT_IN"),
  wildcardRedirect: client({ ...text, default: "DISABLED" }, "wildcard_redirect"),
};

/** The timeouts that the bridge notes for the resource: an hour each, in nanoseconds. */
export const OAUTH_APP_META = JSON.stringify({
  "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0": {
    create: 3_600_000_000_000,
    read: 3_600_000_000_000,
    update: 3_600_000_000_000,
  },
});

/** Inputs that the stand-in does not carry to Okta; it refuses them rather than drop them. */
export const OAUTH_APP_NOT_COVERED = [
  "backchannelCustomAuthenticatorId",
  "groupsClaim",
  "logo",
  "network",
  "preconfiguredApp",
];
