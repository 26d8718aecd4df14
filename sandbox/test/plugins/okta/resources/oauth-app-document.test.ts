import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Properties } from "../../../../plugins/protocol/values.ts";
import { Organization } from "../organization.ts";
import { APP, account } from "../programs.ts";

let organization: Organization;
beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

interface AppBody {
  credentials: { oauthClient: Record<string, unknown> };
  settings: { oauthClient: Record<string, unknown> };
}

/** What is sent for a program that names nothing but the type of the client. */
async function sentFor(type: string, more: Properties = {}): Promise<AppBody> {
  const program = { label: "app", type, skipAuthenticationPolicy: true, ...more };
  await organization.plugin.make(APP, program);
  return organization.okta.take()[0]?.body as AppBody;
}

describe("a client that names no grants gets what its type needs at least", () => {
  test.each([
    ["service", ["client_credentials"], ["token"], false],
    ["web", ["authorization_code"], ["code"], false],
    ["native", ["authorization_code"], ["code"], true],
    ["browser", [], [], true],
  ])("%s", async (type, grants, responses, pkce) => {
    const { credentials, settings } = await sentFor(type);
    expect(settings.oauthClient).toMatchObject({
      application_type: type,
      dpop_bound_access_tokens: false,
      grant_types: grants,
      response_types: responses,
    });
    expect(settings.oauthClient).not.toHaveProperty("refresh_token");
    expect(settings.oauthClient).not.toHaveProperty("jwks");
    expect(credentials.oauthClient.pkce_required).toBe(pkce);
    expect(credentials.oauthClient).not.toHaveProperty("client_secret");
  });
});

test.each([
  [["implicit"], ["token"]],
  [["password"], ["code"]],
  [["refresh_token"], ["code"]],
  [
    ["client_credentials", "authorization_code"],
    ["token", "code"],
  ],
])("grants %j are answered with %j", async (grantTypes, expected) => {
  const more = grantTypes.includes("implicit") ? { responseTypes: ["token"] } : {};
  const { settings } = await sentFor("web", { grantTypes, ...more });
  expect(settings.oauthClient.response_types).toEqual(expected);
});

test("refresh tokens are described for clients that have the grant, and read back", async () => {
  const { plugin, okta } = organization;
  const made = await plugin.make(APP, {
    label: "app",
    type: "web",
    grantTypes: ["refresh_token", "authorization_code"],
    refreshTokenRotation: "ROTATE",
    refreshTokenLeeway: 30,
    skipAuthenticationPolicy: true,
  });
  const refreshToken = { rotation_type: "ROTATE", leeway: 30 };
  expect(okta.take()[0]?.body).toMatchObject({
    settings: {
      oauthClient: {
        grant_types: ["authorization_code", "refresh_token"],
        refresh_token: refreshToken,
      },
    },
  });
  const stored = okta.at(`/api/v1/apps/${made.id}`) as unknown as AppBody;
  stored.settings.oauthClient.refresh_token = { rotation_type: "STATIC", leeway: 60 };
  expect((await plugin.read(APP, made))?.outputs).toMatchObject({
    refreshTokenLeeway: 60,
    refreshTokenRotation: "STATIC",
  });
});

test.each<[Properties, string | undefined]>([
  [{ clientBasicSecret: "basic" }, "basic"],
  [{ clientBasicSecret: "basic", clientBasicSecretWo: "written" }, "written"],
  [{ omitSecret: true }, undefined],
])("of the chosen secrets %j is sent %s", async (more, secret) => {
  const { credentials } = await sentFor("web", more);
  expect(credentials.oauthClient.client_secret).toBe(secret);
});

test.each([
  [{ tokenEndpointAuthMethod: "none" }, true],
  [{ tokenEndpointAuthMethod: "none", pkceRequired: false }, false],
  [{ pkceRequired: true }, true],
])("with %j a code needs PKCE: %s", async (more, expected) => {
  const { credentials } = await sentFor("web", more);
  expect(credentials.oauthClient.pkce_required).toBe(expected);
});

test("a public client stays one when it is changed only if its method says so", async () => {
  const { plugin, okta } = organization;
  const program = { label: "app", type: "native", skipAuthenticationPolicy: true };
  const made = await plugin.make(APP, program);
  okta.take();
  const unset = { ...made, outputs: { ...made.outputs, pkceRequired: null } };
  await plugin.change(APP, unset, { ...program, label: "other" });
  expect(okta.take()[0]?.body).toMatchObject({
    credentials: { oauthClient: { pkce_required: false } },
  });
});

test("every setting has its place in the document, and is read back from there", async () => {
  const program = {
    accessibilityErrorRedirectUrl: "https://error",
    accessibilityLoginRedirectUrl: "https://login",
    accessibilitySelfService: true,
    adminNote: "who",
    appLinksJson: '{"oidc_client_link":true}',
    autoKeyRotation: true,
    autoSubmitToolbar: true,
    clientId: "chosen-id",
    clientUri: "https://client",
    consentMethod: "REQUIRED",
    enduserNote: "what",
    frontchannelLogoutSessionRequired: true,
    frontchannelLogoutUri: "https://frontchannel",
    hideIos: true,
    hideWeb: true,
    implicitAssignment: true,
    issuerMode: "DYNAMIC",
    jwksUri: "https://keys",
    loginMode: "OKTA",
    loginScopes: ["email", "openid"],
    loginUri: "https://initiate",
    logoUri: "https://logo",
    participateSlo: true,
    policyUri: "https://policy",
    postLogoutRedirectUris: ["https://a", "https://b"],
    redirectUris: ["https://z", "https://a"],
    tokenEndpointAuthMethod: "private_key_jwt",
    tosUri: "https://tos",
    userNameTemplate: "custom",
    userNameTemplatePushStatus: "PUSH",
    userNameTemplateSuffix: "@example.com",
    userNameTemplateType: "CUSTOM",
    wildcardRedirect: "SUBDOMAIN",
  };
  const app = { label: "app", type: "web", skipAuthenticationPolicy: true, ...program };
  const made = await organization.plugin.make(APP, {
    ...app,
    appSettingsJson: '{"app":{"a":1},"notes":{"admin":"not this one"}}',
  });
  expect(organization.okta.take()[0]?.body).toEqual({
    accessibility: {
      errorRedirectUrl: "https://error",
      loginRedirectUrl: "https://login",
      selfService: true,
    },
    credentials: {
      oauthClient: {
        autoKeyRotation: true,
        client_id: "chosen-id",
        pkce_required: false,
        token_endpoint_auth_method: "private_key_jwt",
      },
      userNameTemplate: {
        pushStatus: "PUSH",
        template: "custom",
        type: "CUSTOM",
        userSuffix: "@example.com",
      },
    },
    label: "app",
    name: "oidc_client",
    settings: {
      app: { a: 1 },
      implicitAssignment: true,
      notes: { admin: "who", enduser: "what" },
      oauthClient: {
        application_type: "web",
        client_uri: "https://client",
        consent_method: "REQUIRED",
        dpop_bound_access_tokens: false,
        frontchannel_logout_session_required: true,
        frontchannel_logout_uri: "https://frontchannel",
        grant_types: ["authorization_code"],
        idp_initiated_login: { mode: "OKTA", default_scope: ["email", "openid"] },
        initiate_login_uri: "https://initiate",
        issuer_mode: "DYNAMIC",
        jwks_uri: "https://keys",
        logo_uri: "https://logo",
        participate_slo: true,
        policy_uri: "https://policy",
        post_logout_redirect_uris: ["https://a", "https://b"],
        redirect_uris: ["https://z", "https://a"],
        response_types: ["code"],
        tos_uri: "https://tos",
        wildcard_redirect: "SUBDOMAIN",
      },
    },
    signOnMode: "OPENID_CONNECT",
    visibility: {
      appLinks: { oidc_client_link: true },
      autoSubmitToolbar: true,
      hide: { iOS: true, web: true },
    },
  });
  expect(made.outputs).toMatchObject({ ...app, appSettingsJson: '{"app":{"a":1}}' });
});

test.each([
  [
    { loginMode: "OKTA", loginUri: "https://a" },
    /^.*'login_scopes' must not be empty when 'login_mode' is 'OKTA'$/,
  ],
  [{ loginMode: "SPEC" }, /'login_uri' is required for any 'login_mode' besides 'DISABLED'$/],
  [
    { type: "web", grantTypes: ["implicit"], responseTypes: ["code"] },
    /'response_types' must contain at least one of 'token', 'id_token' when 'grant_types' contains 'implicit'$/,
  ],
])("refuses %j", async (more, message) => {
  const refused = organization.plugin.make(APP, account("refused", more));
  await expect(refused).rejects.toThrow(message);
  expect(organization.sent()).toEqual([]);
});

test("takes implicit with an id token, and a private key by its address", async () => {
  await sentFor("web", { grantTypes: ["implicit"], responseTypes: ["id_token"] });
  const { settings } = await sentFor("service", {
    jwksUri: "https://keys.example.com",
    tokenEndpointAuthMethod: "private_key_jwt",
  });
  expect(settings.oauthClient.jwks_uri).toBe("https://keys.example.com");
});
