import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Properties, Secret } from "../../../../plugins/protocol/values.ts";
import type { Resource } from "../../plugin-client.ts";
import { Organization } from "../organization.ts";
import { APP, account } from "../programs.ts";

let organization: Organization;
beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

interface AppBody {
  credentials: { oauthClient: Record<string, unknown>; userNameTemplate?: unknown };
  settings: { oauthClient: Record<string, unknown>; [more: string]: unknown };
  _links?: unknown;
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
  const more = {
    grantTypes: ["refresh_token", "authorization_code"],
    refreshTokenRotation: "ROTATE",
    refreshTokenLeeway: 30,
  };
  const { settings } = await sentFor("web", more);
  expect(settings.oauthClient).toMatchObject({
    grant_types: ["authorization_code", "refresh_token"],
    refresh_token: { rotation_type: "ROTATE", leeway: 30 },
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

test("links, settings, notes and addresses have their places in the document", async () => {
  const body = await sentFor("web", {
    accessibilitySelfService: true,
    adminNote: "who",
    appLinksJson: '{"oidc_client_link":true}',
    appSettingsJson: '{"app":{"a":1},"notes":{"admin":"not this one"}}',
    clientUri: "https://app.example.com",
    enduserNote: "what",
    frontchannelLogoutSessionRequired: true,
    implicitAssignment: true,
    loginMode: "OKTA",
    loginScopes: ["openid", "email"],
    loginUri: "https://app.example.com/login",
    postLogoutRedirectUris: ["https://b", "https://a"],
    redirectUris: ["https://z", "https://a"],
    userNameTemplateSuffix: "@example.com",
  });
  expect(body).toMatchObject({
    accessibility: { selfService: true },
    credentials: { userNameTemplate: { userSuffix: "@example.com" } },
    settings: {
      app: { a: 1 },
      implicitAssignment: true,
      notes: { admin: "who", enduser: "what" },
      oauthClient: {
        client_uri: "https://app.example.com",
        frontchannel_logout_session_required: true,
        idp_initiated_login: { mode: "OKTA", default_scope: ["email", "openid"] },
        initiate_login_uri: "https://app.example.com/login",
        post_logout_redirect_uris: ["https://a", "https://b"],
        redirect_uris: ["https://z", "https://a"],
      },
    },
    signOnMode: "OPENID_CONNECT",
    visibility: { appLinks: { oidc_client_link: true } },
  });
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

describe("what Okta leaves out or adds", () => {
  async function readWith(change: (app: AppBody) => void): Promise<Resource> {
    const { plugin, okta } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    change(okta.at(`/api/v1/apps/${made.id}`) as unknown as AppBody);
    return (await plugin.read(APP, made)) as Resource;
  }

  test("a row of settings of which the first is missing stays as planned", async () => {
    const { outputs } = await readWith((app) => {
      app.settings.oauthClient.idp_initiated_login = {};
      app.credentials.userNameTemplate = { type: "CUSTOM" };
      app.settings.oauthClient.consent_method = "";
    });
    expect(outputs).toMatchObject({
      consentMethod: "TRUSTED",
      loginMode: "DISABLED",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Okta's own template language.
      userNameTemplate: "${source.login}",
      userNameTemplateType: "BUILT_IN",
      refreshTokenRotation: "STATIC",
    });
  });

  test("empty redirect addresses are stored as none, settings of its own as text", async () => {
    const { outputs } = await readWith((app) => {
      app.settings.oauthClient.redirect_uris = [];
      app.settings = { ...app.settings, inlineHookId: "hook", signOn: {}, vpn: { b: 1, a: "<" } };
    });
    expect(outputs.redirectUris).toBeNull();
    expect(outputs.appSettingsJson).toBe('{"vpn":{"a":"\\u003c","b":1}}');
  });

  test.each([
    [{ href: "https://one" }, "https://one"],
    [[{ href: "https://first" }, { href: "https://second" }], "https://first"],
    [[], ""],
    ["x", ""],
  ])("a logo %j is stored as %j", async (logo, expected) => {
    const { outputs } = await readWith((app) => {
      app._links = { logo };
    });
    expect(outputs.logoUrl).toBe(expected);
  });

  test("parts that a public key does not have are null", async () => {
    const { outputs } = await readWith((app) => {
      app.settings.oauthClient.jwks = {
        keys: [{ kid: "k", kty: "EC", x: "x", y: "y", alg: "ES256" }],
      };
    });
    expect(outputs.jwks).toEqual([{ kid: "k", kty: "EC", e: null, n: null, x: "x", y: "y" }]);
  });
});

test("an import id may have more after the app's own", async () => {
  const made = await organization.plugin.make(APP, account("etl-loader"));
  const imported = await organization.plugin.read(APP, { id: `${made.id}/skip_users` });
  expect(imported?.id).toBe(made.id);
});

test("a secret that Okta does not return stays the one in state", async () => {
  const { plugin, okta } = organization;
  const made = await plugin.make(APP, account("etl-loader"));
  okta.replies.push({ status: 200, body: { id: made.id } });
  const changed = await plugin.change(APP, made, account("etl-loader", { label: "l" }));
  expect(changed.outputs.clientSecret).toEqual(new Secret("generated-secret"));
});
