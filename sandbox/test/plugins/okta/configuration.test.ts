import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readOktaConfiguration } from "../../../plugins/okta/configuration.ts";
import { oktaPlugin } from "../../../plugins/okta/plugin.ts";
import { type Properties, Secret } from "../../../plugins/protocol/values.ts";
import { PluginClient } from "../plugin-client.ts";
import { APP, account } from "./programs.ts";
import { RecordingOkta } from "./recording-okta.ts";

const KEY = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ format: "pem", type: "pkcs8" })
  .toString();
const proxy = "http://127.0.0.1:8080";

describe("refuses", () => {
  const cases: [string, Properties, RegExp, NodeJS.ProcessEnv?][] = [
    [
      "no credentials",
      { httpProxy: proxy },
      /^no Okta credentials provided: set okta:accessToken, okta:apiToken or okta:privateKey$/,
    ],
    [
      "a private key without its client",
      { httpProxy: proxy, privateKey: "k", scopes: ["a"] },
      /^okta:privateKey is of no use without okta:clientId: set it too$/,
    ],
    [
      "a private key in the environment without scopes",
      { httpProxy: proxy },
      /^okta:privateKey is of no use without okta:scopes: set it too$/,
      { OKTA_API_PRIVATE_KEY: "k", OKTA_API_CLIENT_ID: "c", OKTA_API_SCOPES: " , " },
    ],
    ["no base URL", { accessToken: "t", baseUrl: "okta.com" }, /^no Okta org given/],
    ["a proxy after other text", { accessToken: "t", httpProxy: `x${proxy}` }, /not of the form/],
    [
      "no org",
      { accessToken: "t", orgName: "o" },
      /^no Okta org given: set okta:orgName and okta:baseUrl, or okta:httpProxy$/,
    ],
    [
      "a proxy with a path",
      { accessToken: "t", httpProxy: `${proxy}/x` },
      /okta:httpProxy "http:\/\/127\.0\.0\.1:8080\/x" is not of the form http:\/\/host:port/,
    ],
    [
      "a proxy without scheme",
      { accessToken: "t", httpProxy: "127.0.0.1:8080" },
      /is not of the form/,
    ],
  ];
  test.each(cases)("%s", (_name, inputs, message, environment = {}) => {
    expect(() => readOktaConfiguration(inputs, environment)).toThrow(message);
  });
});

describe("reads", () => {
  test("OKTA_ variables where the configuration is silent", () => {
    const environment = {
      OKTA_ACCESS_TOKEN: "env",
      OKTA_ORG_NAME: "dev-1",
      OKTA_BASE_URL: "okta.com",
    };
    expect(readOktaConfiguration({ accessToken: "config" }, environment)).toEqual({
      orgUrl: "https://dev-1.okta.com",
      authorization: "Bearer config",
      usesApiToken: false,
      maxRetries: 5,
      maxWaitSeconds: 300,
      requestTimeoutSeconds: 0,
    });
  });

  test("every variable, and an API token only without an access token", () => {
    const environment = { OKTA_API_TOKEN: "api", OKTA_HTTP_PROXY: proxy, OKTA_ACCESS_TOKEN: "" };
    expect(
      readOktaConfiguration({ maxWaitSeconds: 7, requestTimeout: 9 }, environment),
    ).toMatchObject({
      proxy,
      authorization: "SSWS api",
      usesApiToken: true,
      maxWaitSeconds: 7,
      requestTimeoutSeconds: 9,
    });
    const both = { ...environment, OKTA_ACCESS_TOKEN: "access" };
    expect(readOktaConfiguration({}, both)).toMatchObject({
      authorization: "Bearer access",
      usesApiToken: false,
    });
  });

  test.each([
    ["a list", { scopes: ["a", "b"] }, {}],
    ["the engine's text of a list", { scopes: '["a","b"]' }, {}],
    ["a variable", {}, { OKTA_API_SCOPES: "a, b" }],
  ])("the scopes of a service app from %s", (_what, settings, variables) => {
    const environment = {
      OKTA_API_CLIENT_ID: "deployer",
      OKTA_API_PRIVATE_KEY: KEY,
      OKTA_API_PRIVATE_KEY_ID: "key-1",
      ...variables,
    };
    expect(readOktaConfiguration({ httpProxy: proxy, ...settings }, environment)).toMatchObject({
      authorization: { clientId: "deployer", scopes: ["a", "b"], privateKeyId: "key-1" },
      usesApiToken: false,
    });
  });

  test("a token of the environment before the key of the configuration, as the official plugin does", () => {
    const settings = { httpProxy: proxy, clientId: "deployer", scopes: ["a"], privateKey: KEY };
    const read = (environment: NodeJS.ProcessEnv) =>
      readOktaConfiguration(settings, environment).authorization;
    expect(read({ OKTA_API_TOKEN: "api" })).toBe("SSWS api");
    expect(read({ OKTA_ACCESS_TOKEN: "access" })).toBe("Bearer access");
    expect(read({})).toMatchObject({ clientId: "deployer" });
  });

  test("secrets and numbers that come as text", () => {
    const read = readOktaConfiguration(
      { apiToken: new Secret("t"), httpProxy: `${proxy}/`, maxRetries: "2" },
      {},
    );
    expect(read).toMatchObject({
      authorization: "SSWS t",
      usesApiToken: true,
      proxy,
      maxRetries: 2,
    });
  });
});

describe("a plugin", () => {
  let okta: RecordingOkta;
  let plugin: PluginClient;
  beforeEach(async () => {
    okta = new RecordingOkta();
    await okta.start();
    plugin = new PluginClient(oktaPlugin("7.0.0", {}));
  });
  afterEach(async () => {
    await plugin.stop();
    await okta.stop();
  });

  test("proves an API token twice and asks for groups claims", async () => {
    await plugin.start({ httpProxy: okta.url, apiToken: new Secret("t") });
    const started = okta.take();
    expect(started.map(({ target }) => target)).toEqual([
      "http://127.0.0.1/api/v1/users/me",
      `${okta.url}/api/v1/users/me`,
    ]);
    expect(started[0]?.headers.authorization).toBe("SSWS t");
    const { id } = await plugin.make(APP, account("etl-loader"));
    expect(okta.take().map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /api/v1/apps?activate=true",
      `POST /api/v1/internal/apps/${id}/settings/oauth/idToken`,
      `GET /api/v1/apps/${id}`,
      `GET /api/v1/internal/apps/${id}/settings/oauth/idToken`,
    ]);
  });

  test("does not start with an API token that Okta refuses", async () => {
    okta.replies.push({
      status: 401,
      body: { errorCode: "E0000011", errorSummary: "Invalid token provided" },
    });
    await expect(
      plugin.start({ httpProxy: okta.url, apiToken: new Secret("wrong-token") }),
    ).rejects.toThrow(
      "failed to validate the Okta API token: 401 Unauthorized (the sandbox adds: Invalid token provided, E0000011)",
    );
  });

  test("an access token is not proved", async () => {
    await plugin.start({ httpProxy: okta.url, accessToken: new Secret("t") });
    expect(okta.take()).toEqual([]);
  });

  test.each([
    [["accessToken", "clientId"], { accessToken: "clientId" }],
    [["accessToken", "scopes"], { accessToken: "scopes" }],
    [["accessToken", "privateKey"], { accessToken: "privateKey" }],
    [["apiToken", "clientId"], { apiToken: "clientId" }],
    [["apiToken", "scopes"], { apiToken: "scopes" }],
    [["apiToken", "privateKey"], { apiToken: "privateKey" }],
    [["apiToken", "privateKeyId"], { apiToken: "privateKeyId" }],
    [["accessToken", "privateKeyId"], {}],
    [["clientId", "privateKey", "scopes"], {}],
  ])("of %j conflict %j", async (given, conflicts) => {
    await plugin.start({ httpProxy: okta.url, accessToken: "t" });
    const settings = Object.fromEntries(given.map((name) => [name, "x"]));
    expect(await plugin.checkConfig(settings)).toEqual(
      Object.fromEntries(
        Object.entries(conflicts).map(([name, other]) => [
          name,
          `${name} conflicts with ${other}: give one of them`,
        ]),
      ),
    );
  });

  test("waits by the clock until the engine cancels", async () => {
    const date = new Date().toUTCString();
    const reset = String(Math.floor(Date.now() / 1000) + 60);
    okta.replies.push({ status: 429, headers: { date, "x-rate-limit-reset": reset } });
    await plugin.start({ httpProxy: okta.url, accessToken: "t" });
    const making = plugin.make(APP, account("etl-loader")).catch(String);
    await vi.waitUntil(() => okta.requests.length > 0);
    await plugin.cancel();
    expect(await making).toMatch(/failed to create OAuth application: The operation was aborted/);
  });

  test("names conflicting and unknown settings", async () => {
    await plugin.start({ httpProxy: okta.url, accessToken: "t" });
    expect(
      await plugin.checkConfig({ accessToken: "t", apiToken: "u", dpop: true, version: "7.0.0" }),
    ).toEqual({
      accessToken: "accessToken conflicts with apiToken: give one of them",
      dpop: expect.stringMatching(
        /^unknown provider setting "dpop"; known are accessToken, apiToken, /,
      ),
    });
    await expect(plugin.configure({ accessToken: "t", apiToken: "u" })).rejects.toThrow(
      /conflicts with/,
    );
  });
});

describe("a handler's call fails", () => {
  const deleted = { id: "x", outputs: {}, timeout: 0 };

  test("before the plugin is configured", async () => {
    const handler = oktaPlugin("7.0.0", {}).resources.get(APP);
    await expect(handler?.read({ id: "x", oldInputs: {}, outputs: {} })).rejects.toThrow(
      "failed to get OAuth application: the okta plugin is not configured yet",
    );
  });

  test("after the plugin is closed", async () => {
    const plugin = oktaPlugin("7.0.0", {}, async () => undefined);
    await plugin.configure?.({ httpProxy: proxy, accessToken: "t" });
    await plugin.close?.();
    await expect(plugin.resources.get(APP)?.delete(deleted)).rejects.toThrow(
      /could not be reached: The operation was aborted/,
    );
  });
});
