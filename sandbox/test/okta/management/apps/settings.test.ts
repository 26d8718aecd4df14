import { expect, test } from "vitest";
import { serviceApp, startOkta } from "../../support.ts";

const { admin } = await startOkta();
const APPS = "/api/v1/apps";

const HTTPS = "https://app.example.com";

/** Every setting of an OAuth client that Okta documents, none at its default. */
const CLIENT = {
  application_type: "web",
  backchannel_authentication_request_signing_alg: "RS256",
  backchannel_custom_authenticator_id: "aut1",
  backchannel_token_delivery_mode: "poll",
  client_uri: `${HTTPS}/about`,
  consent_method: "REQUIRED",
  dpop_bound_access_tokens: true,
  frontchannel_logout_session_required: true,
  frontchannel_logout_uri: `${HTTPS}/logout`,
  grant_types: ["authorization_code", "refresh_token"],
  id_token_encrypted_response_alg: "RSA-OAEP",
  idp_initiated_login: { mode: "SPEC", default_scope: ["openid"] },
  initiate_login_uri: `${HTTPS}/login`,
  issuer_mode: "DYNAMIC",
  jwks_uri: `${HTTPS}/jwks`,
  logo_uri: `${HTTPS}/logo.png`,
  network: { connection: "ZONE", include: ["nzo1"], exclude: ["nzo2"] },
  participate_slo: true,
  policy_uri: `${HTTPS}/policy`,
  post_logout_redirect_uris: [`${HTTPS}/bye`],
  redirect_uris: [`${HTTPS}/callback`],
  refresh_token: { rotation_type: "ROTATE", leeway: 30 },
  request_object_signing_alg: "RS512",
  response_types: ["code", "id_token"],
  sector_identifier_uri: `${HTTPS}/sector`,
  subject_type: "pairwise",
  tos_uri: `${HTTPS}/terms`,
  wildcard_redirect: "SUBDOMAIN",
};

const app = (oauthClient: object, changes: object = {}) => ({
  ...serviceApp("settings"),
  settings: { oauthClient, ...changes },
});

async function saved(body: object) {
  const answer = await admin.post(APPS, body);
  expect([answer.status, answer.body.errorCauses ?? []]).toEqual([200, []]);
  return answer.body;
}

test("an app keeps every setting of its client, and a PUT without them clears them", async () => {
  const { id, settings } = await saved(app(CLIENT));
  expect(settings.oauthClient).toEqual(CLIENT);
  const { body } = await admin.put(`${APPS}/${id}`, {
    ...serviceApp("settings"),
    settings: {
      oauthClient: { application_type: "web", grant_types: ["client_credentials"] },
    },
  });
  expect(body.settings.oauthClient).toEqual({
    application_type: "web",
    client_uri: null,
    consent_method: "TRUSTED",
    dpop_bound_access_tokens: false,
    grant_types: ["client_credentials"],
    idp_initiated_login: { mode: "DISABLED", default_scope: [] },
    issuer_mode: "ORG_URL",
    logo_uri: null,
    participate_slo: false,
    redirect_uris: [],
    response_types: ["code"],
    wildcard_redirect: "DISABLED",
  });
});

test("an app keeps its other settings, its visibility and its user names", async () => {
  const others = {
    app: { color: "blue" },
    emOptInStatus: "ENABLED",
    implicitAssignment: true,
    manualProvisioning: true,
    notes: { admin: "for admins", enduser: "for users" },
    notifications: { vpn: { network: { connection: "ANYWHERE" } } },
  };
  const { settings, ...rest } = await saved({
    ...app(CLIENT, others),
    accessibility: { selfService: true, errorRedirectUrl: HTTPS, loginRedirectUrl: HTTPS },
    visibility: {
      ...{ autoLaunch: true, autoSubmitToolbar: true },
      hide: { iOS: false, web: false },
    },
    credentials: {
      oauthClient: { token_endpoint_auth_method: "none", autoKeyRotation: false },
      userNameTemplate: {
        ...{ template: "x", type: "CUSTOM", pushStatus: "PUSH" },
        ...{ suffix: ".a", userSuffix: ".b" },
      },
    },
  });
  expect(settings).toMatchObject(others);
  expect(rest).toMatchObject({
    accessibility: { selfService: true, errorRedirectUrl: HTTPS, loginRedirectUrl: HTTPS },
    visibility: {
      ...{ autoLaunch: true, autoSubmitToolbar: true },
      hide: { iOS: false, web: false },
      appLinks: { oidc_client_link: true },
    },
    credentials: {
      oauthClient: {
        ...{ token_endpoint_auth_method: "none", autoKeyRotation: false },
        pkce_required: true,
      },
      userNameTemplate: {
        ...{ template: "x", type: "CUSTOM", pushStatus: "PUSH" },
        ...{ suffix: ".a", userSuffix: ".b" },
      },
    },
  });
});

test.each([
  ...["authorization_code", "client_credentials", "implicit", "interaction_code", "password"],
  ...["refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
  ...["urn:ietf:params:oauth:grant-type:jwt-bearer"],
  ...["urn:ietf:params:oauth:grant-type:saml2-bearer"],
  ...["urn:ietf:params:oauth:grant-type:token-exchange", "urn:openid:params:grant-type:ciba"],
  ...["urn:okta:params:oauth:grant-type:otp", "urn:okta:params:oauth:grant-type:oob"],
  ...["http://auth0.com/oauth/grant-type/mfa-otp", "http://auth0.com/oauth/grant-type/mfa-oob"],
])("the grant type %s", async (grant) => {
  const { settings } = await saved(app({ ...CLIENT, grant_types: [grant] }));
  expect(settings.oauthClient.grant_types).toEqual([grant]);
});

test.each<[string, unknown]>([
  ["issuer_mode", "CUSTOM_URL"],
  ["subject_type", "public"],
  ["refresh_token", { rotation_type: "STATIC" }],
  ["idp_initiated_login", { mode: "OKTA", default_scope: [] }],
  ["response_types", ["token"]],
  ["network", { connection: "ANYWHERE" }],
])("%s may be %j as well", async (name, value) => {
  const { settings } = await saved(app({ ...CLIENT, [name]: value }));
  expect(settings.oauthClient[name]).toEqual(value);
});

test.each(["client_secret_basic", "client_secret_post", "client_secret_jwt"])(
  "a client with %s has a secret",
  async (method) => {
    const body = serviceApp(method);
    body.credentials.oauthClient.token_endpoint_auth_method = method;
    const { credentials } = await saved(body);
    expect(credentials.oauthClient).toMatchObject({
      token_endpoint_auth_method: method,
      client_secret: expect.stringMatching(/^\w{64}$/),
      pkce_required: false,
    });
  },
);

test.each(["native", "browser"])(
  "a %s app has its type and no client credentials",
  async (type) => {
    const { settings } = await saved(app({ ...CLIENT, application_type: type }));
    expect(settings.oauthClient.application_type).toBe(type);
  },
);
