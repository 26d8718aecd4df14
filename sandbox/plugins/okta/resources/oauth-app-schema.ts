import {
  flag,
  json,
  list,
  number,
  type OktaProperty,
  type OktaSchema,
  STATUS,
  set,
  text,
} from "../mapping.ts";

const OPTIONAL = { omitEmpty: true } as const;
const REQUIRED = { required: true } as const;
const OUTPUT = { outputOnly: true } as const;
const CLIENT = "settings.oauthClient";
const CREDENTIALS = "credentials.oauthClient";
const USER_NAME = "credentials.userNameTemplate";

/** An object that the stand-in does not carry to Okta. */
const NOT_COVERED: OktaProperty = { type: "object", flattened: true, notCovered: true };

/** `okta_app_oauth` as @pulumi/okta shows it. */
export const OAUTH_APP: OktaSchema = {
  accessibilityErrorRedirectUrl: text("accessibility.errorRedirectUrl", OPTIONAL),
  accessibilityLoginRedirectUrl: text("accessibility.loginRedirectUrl", OPTIONAL),
  accessibilitySelfService: flag("accessibility.selfService", OPTIONAL),
  adminNote: text("settings.notes.admin", { ...OPTIONAL, maxLength: 250 }),
  appLinksJson: json(),
  // Okta's own settings come back in it; a program that leaves it out does not want them gone.
  appSettingsJson: json(undefined, { computed: true }),
  authenticationPolicy: text(undefined, { computed: true }),
  autoKeyRotation: flag(`${CREDENTIALS}.autoKeyRotation`, { default: true }),
  autoSubmitToolbar: flag("visibility.autoSubmitToolbar", OPTIONAL),
  backchannelCustomAuthenticatorId: text(`${CLIENT}.backchannel_custom_authenticator_id`, {
    ...OPTIONAL,
    notCovered: true,
  }),
  clientBasicSecret: text(undefined, { secret: true }),
  clientBasicSecretWo: text(undefined, { secret: true }),
  clientBasicSecretWoVersion: number(),
  clientId: text(`${CREDENTIALS}.client_id`, { ...OPTIONAL, computed: true, forceNew: true }),
  clientSecret: text(undefined, { ...OUTPUT, secret: true }),
  clientUri: text(`${CLIENT}.client_uri`, OPTIONAL),
  // Some orgs leave it out; what was planned then stands.
  consentMethod: text(`${CLIENT}.consent_method`, {
    ...OPTIONAL,
    default: "TRUSTED",
    whenEmpty: "kept",
  }),
  enduserNote: text("settings.notes.enduser", { ...OPTIONAL, maxLength: 250 }),
  frontchannelLogoutSessionRequired: flag(
    `${CLIENT}.frontchannel_logout_session_required`,
    OPTIONAL,
  ),
  frontchannelLogoutUri: text(`${CLIENT}.frontchannel_logout_uri`, OPTIONAL),
  grantTypes: set(`${CLIENT}.grant_types`, { computed: true }),
  groupsClaim: NOT_COVERED,
  hideIos: flag("visibility.hide.iOS", { ...OPTIONAL, default: true }),
  hideWeb: flag("visibility.hide.web", { ...OPTIONAL, default: true }),
  implicitAssignment: flag("settings.implicitAssignment", OPTIONAL),
  issuerMode: text(`${CLIENT}.issuer_mode`, { ...OPTIONAL, default: "ORG_URL" }),
  jwks: {
    type: "objects",
    properties: {
      e: text(),
      kid: text(undefined, REQUIRED),
      kty: text(undefined, REQUIRED),
      n: text(),
      x: text(),
      y: text(),
    },
  },
  jwksUri: text(`${CLIENT}.jwks_uri`, OPTIONAL),
  label: text("label", REQUIRED),
  loginMode: text(`${CLIENT}.idp_initiated_login.mode`, { default: "DISABLED" }),
  loginScopes: set(`${CLIENT}.idp_initiated_login.default_scope`),
  loginUri: text(`${CLIENT}.initiate_login_uri`, OPTIONAL),
  logo: text(undefined, { notCovered: true }),
  logoUri: text(`${CLIENT}.logo_uri`, OPTIONAL),
  logoUrl: text(undefined, OUTPUT),
  name: text("name", OUTPUT),
  network: NOT_COVERED,
  omitSecret: flag(undefined, { zero: false }),
  participateSlo: flag(`${CLIENT}.participate_slo`, OPTIONAL),
  pkceRequired: flag(`${CREDENTIALS}.pkce_required`, { computed: true, unsent: true }),
  policyUri: text(`${CLIENT}.policy_uri`, OPTIONAL),
  postLogoutRedirectUris: set(`${CLIENT}.post_logout_redirect_uris`, OPTIONAL),
  preconfiguredApp: text(undefined, { notCovered: true }),
  profile: json(),
  redirectUris: list(`${CLIENT}.redirect_uris`, OPTIONAL),
  // Sent to clients with the grant only.
  refreshTokenLeeway: number(`${CLIENT}.refresh_token.leeway`, { zero: 0, unsent: true }),
  refreshTokenRotation: text(`${CLIENT}.refresh_token.rotation_type`, {
    default: "STATIC",
    unsent: true,
  }),
  responseTypes: set(`${CLIENT}.response_types`, {
    computed: true,
    oneOf: ["code", "token", "id_token"],
  }),
  signOnMode: text("signOnMode", OUTPUT),
  skipAuthenticationPolicy: flag(),
  status: { ...STATUS, unsent: true },
  tokenEndpointAuthMethod: text(`${CREDENTIALS}.token_endpoint_auth_method`, {
    default: "client_secret_basic",
  }),
  tosUri: text(`${CLIENT}.tos_uri`, OPTIONAL),
  type: text(`${CLIENT}.application_type`, { ...REQUIRED, forceNew: true }),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Okta's own template language.
  userNameTemplate: text(`${USER_NAME}.template`, { ...OPTIONAL, default: "${source.login}" }),
  userNameTemplatePushStatus: text(`${USER_NAME}.pushStatus`, OPTIONAL),
  userNameTemplateSuffix: text(`${USER_NAME}.userSuffix`, OPTIONAL),
  userNameTemplateType: text(`${USER_NAME}.type`, { ...OPTIONAL, default: "BUILT_IN" }),
  wildcardRedirect: text(`${CLIENT}.wildcard_redirect`, { ...OPTIONAL, default: "DISABLED" }),
};

/** The timeouts that the bridge notes for the resource: an hour each, in nanoseconds. */
export const OAUTH_APP_META = JSON.stringify({
  "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0": {
    create: 3_600_000_000_000,
    read: 3_600_000_000_000,
    update: 3_600_000_000_000,
  },
});
