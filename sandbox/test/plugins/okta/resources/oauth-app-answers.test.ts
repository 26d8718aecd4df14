import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../../../plugins/protocol/values.ts";
import type { Resource } from "../../plugin-client.ts";
import { Organization } from "../organization.ts";
import { APP, account } from "../programs.ts";

let organization: Organization;
beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

interface App {
  credentials: { userNameTemplate?: unknown };
  settings: { oauthClient: Record<string, unknown>; [more: string]: unknown };
  _links?: unknown;
}

describe("what Okta leaves out or adds", () => {
  async function readWith(change: (app: App) => void): Promise<Resource> {
    const { plugin, okta } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    change(okta.at(`/api/v1/apps/${made.id}`) as unknown as App);
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

  test("settings of its own are stored as text", async () => {
    const { outputs } = await readWith((app) => {
      app.settings = { ...app.settings, inlineHookId: "hook", signOn: {}, vpn: { b: 1, a: "<" } };
    });
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

  test("parts that a public key does not have are empty", async () => {
    const { outputs } = await readWith((app) => {
      app.settings.oauthClient.jwks = {
        keys: [{ kid: "k", kty: "EC", x: "x", y: "y", alg: "ES256" }],
      };
    });
    expect(outputs.jwks).toEqual([{ kid: "k", kty: "EC", e: "", n: "", x: "x", y: "y" }]);
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
