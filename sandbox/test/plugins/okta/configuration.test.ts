import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readOktaConfiguration } from "../../../plugins/okta/configuration.ts";
import { oktaPlugin } from "../../../plugins/okta/plugin.ts";
import { type Properties, Secret } from "../../../plugins/protocol/values.ts";
import { PluginClient } from "../plugin-client.ts";
import { APP, account } from "./programs.ts";
import { RecordingOkta } from "./recording-okta.ts";

const proxy = "http://127.0.0.1:8080";

describe("refuses", () => {
  const cases: [string, Properties, RegExp][] = [
    [
      "no credentials",
      { httpProxy: proxy },
      /^no Okta credentials provided: set okta:accessToken or okta:apiToken$/,
    ],
    [
      "a private key",
      { httpProxy: proxy, privateKey: "k" },
      /does not sign in with okta:privateKey: set okta:accessToken$/,
    ],
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
  test.each(cases)("%s", (_name, inputs, message) => {
    expect(() => readOktaConfiguration(inputs, {})).toThrow(message);
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
      "failed to validate the Okta API token: the API returned an error: Invalid token provided (status 401, E0000011)",
    );
  });

  test("an access token is not proved", async () => {
    await plugin.start({ httpProxy: okta.url, accessToken: new Secret("t") });
    expect(okta.take()).toEqual([]);
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
