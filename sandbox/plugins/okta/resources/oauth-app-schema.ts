import {
  isJson,
  maxLength,
  oneOf,
  type PropertySchema,
  type ResourceSchema,
} from "../../bridged/schema.ts";

const text: PropertySchema = { type: "string" };
const flag: PropertySchema = { type: "boolean" };
const note: PropertySchema = { type: "string", validate: maxLength(250) };
const json: PropertySchema = { type: "json", validate: isJson };

/** `okta_app_oauth` as @pulumi/okta shows it. */
export const OAUTH_APP: ResourceSchema = {
  accessibilityErrorRedirectUrl: text,
  accessibilityLoginRedirectUrl: text,
  accessibilitySelfService: flag,
  adminNote: note,
  appLinksJson: json,
  // Okta's own settings come back in it; a program that leaves it out does not want them gone.
  appSettingsJson: { ...json, computed: true },
  authenticationPolicy: { ...text, computed: true },
  autoKeyRotation: { ...flag, default: true },
  autoSubmitToolbar: flag,
  backchannelCustomAuthenticatorId: text,
  clientBasicSecret: { ...text, secret: true },
  clientBasicSecretWo: { ...text, secret: true },
  clientBasicSecretWoVersion: { type: "number" },
  clientId: { ...text, computed: true, forceNew: true },
  clientSecret: { ...text, outputOnly: true, secret: true },
  clientUri: text,
  consentMethod: { ...text, default: "TRUSTED" },
  enduserNote: note,
  frontchannelLogoutSessionRequired: flag,
  frontchannelLogoutUri: text,
  grantTypes: { type: "set", computed: true },
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
  hideIos: { ...flag, default: true },
  hideWeb: { ...flag, default: true },
  implicitAssignment: flag,
  issuerMode: { ...text, default: "ORG_URL" },
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
  jwksUri: text,
  label: { ...text, required: true },
  loginMode: { ...text, default: "DISABLED" },
  loginScopes: { type: "set" },
  loginUri: text,
  logo: text,
  logoUri: text,
  logoUrl: { ...text, outputOnly: true },
  name: { ...text, outputOnly: true },
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
  participateSlo: flag,
  pkceRequired: { ...flag, computed: true },
  policyUri: text,
  postLogoutRedirectUris: { type: "set" },
  preconfiguredApp: text,
  profile: json,
  redirectUris: { type: "list" },
  refreshTokenLeeway: { type: "number", zero: 0 },
  refreshTokenRotation: { ...text, default: "STATIC" },
  responseTypes: {
    type: "set",
    computed: true,
    validate: oneOf("code", "token", "id_token"),
  },
  signOnMode: { ...text, outputOnly: true },
  skipAuthenticationPolicy: flag,
  status: { ...text, default: "ACTIVE", validate: oneOf("ACTIVE", "INACTIVE") },
  tokenEndpointAuthMethod: { ...text, default: "client_secret_basic" },
  tosUri: text,
  type: { ...text, required: true, forceNew: true },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Okta's own template language.
  userNameTemplate: { ...text, default: "${source.login}" },
  userNameTemplatePushStatus: text,
  userNameTemplateSuffix: text,
  userNameTemplateType: { ...text, default: "BUILT_IN" },
  wildcardRedirect: { ...text, default: "DISABLED" },
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
