import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readYaml, writeYaml } from "../../run/engine-yaml.ts";
import { type Override, overlaySettings, SETTING, settingAt } from "../../run/overlay.ts";
import type { Settings } from "../../run/project.ts";

const ENDPOINTS = {
  oktaUrl: "http://127.0.0.1:4000",
  oktaAccessToken: "token-of-the-emulator",
  kubeconfig: "kubeconfig-text",
};

test("replaces the providers' settings and nothing else", () => {
  const { plain, secret } = overlaySettings(
    {
      "okta:orgName": "acme",
      "okta:privateKey": { secure: "v1:abc" },
      "kubernetes:context": "prod",
      "random:x": 1,
      "app:scope": "neo4j_groups",
      "app:accounts": [{ name: "etl-loader" }, null],
    },
    ENDPOINTS,
  );
  expect(plain).toEqual({
    "app:scope": "neo4j_groups",
    "app:accounts": [{ name: "etl-loader" }, null],
    "okta:httpProxy": "http://127.0.0.1:4000",
  });
  expect(secret).toEqual({
    "okta:accessToken": "token-of-the-emulator",
    "kubernetes:kubeconfig": "kubeconfig-text",
  });
});

test("nobody runs a credential plugin or sends the run elsewhere by the providers' settings", () => {
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "/bin/sh" };
  const { plain, secret } = overlaySettings(
    {
      "kubernetes:kubeconfig": JSON.stringify({ users: [{ name: "u", user: { exec } }] }),
      "kubernetes:config:kubeconfig": "/home/me/.kube/config",
      "okta:httpProxy": "http://attacker.example",
      "okta:config:httpProxy": "http://attacker.example",
    },
    ENDPOINTS,
  );
  expect(plain).toEqual({ "okta:httpProxy": ENDPOINTS.oktaUrl });
  expect(secret["kubernetes:kubeconfig"]).toBe("kubeconfig-text");
});

test.each<[string, Settings, unknown]>([
  ["by itself", {}, { certificates: ["CA"] }],
  [
    "beside others",
    { "app:neo4j": { id: "x", certificates: ["A"] } },
    { id: "x", certificates: ["A", "CA"] },
  ],
])("a certificate is added to the setting that lists them, %s", (_how, settings, value) => {
  const trust = { setting: "app:neo4j.certificates", certificate: "CA" };
  const { plain } = overlaySettings(settings, { ...ENDPOINTS, trust });
  expect(plain["app:neo4j"]).toEqual(value);
});

const OTHERS = "{ okta:orgName: acme, okta:apiToken: real, kubernetes:context: prod }";

test.each([
  ["a merge key", `base: &base ${OTHERS}\nconfig:\n  <<: *base\n  app:x: 1\n`],
  ["a list of them", `a: &a ${OTHERS}\nconfig: { <<: [*a, { random:x: 1 }], app:x: 1 }\n`],
  ["a merge key inside of one", `config: { <<: { <<: ${OTHERS} }, app:x: 1 }\n`],
  ["a tagged merge key", `config: { !!merge <<: ${OTHERS}, app:x: 1 }\n`],
  ["a merged document", `base: &base { config: { <<: ${OTHERS}, app:x: 1 } }\n<<: *base\n`],
  ["an alias of the whole", `base: &base { app:x: 1, okta:orgName: acme }\nconfig: *base\n`],
  ["an alias as a key", `name: &key okta:orgName\nconfig: { *key : acme, app:x: 1 }\n`],
  [
    "quotes, escapes and tags",
    `config: { "\\x6fkta:orgName": a, !!str 'okta:baseUrl': b, app:x: 1 }\n`,
  ],
  ["a key in base64", "config: { !!binary b2t0YTpvcmdOYW1l: acme, app:x: 1 }\n"],
  ["a key on several lines", "config:\n  ? |-\n    okta:orgName\n  : acme\n  app:x: 1\n"],
  ["the longer form of a key", "config: { okta:config:orgName: acme, app:x: 1 }\n"],
])("no setting of a provider gets past by %s", (_way, text) => {
  const { config } = readYaml(text) as { config: Settings };
  const { plain } = overlaySettings(config, ENDPOINTS);
  expect(parse(writeYaml({ config: plain }), { merge: true })).toEqual({
    config: { "app:x": 1, "okta:httpProxy": "http://127.0.0.1:4000" },
  });
});

test("what is written is read again as it was", () => {
  const value = {
    "<<": { "okta:orgName": "x" },
    "app:neo4j": {
      "<<": ["y"],
      text: "<<",
      lines: "a\u0085okta:orgName:\u2028x",
      long: "x ".repeat(99),
    },
  };
  const text = writeYaml(value);
  expect(text).toMatch(/^"<<":/);
  expect(text).not.toMatch(/^\s*<<|[\u0085\u2028]/m);
  expect(readYaml(text)).toEqual(value);
});

describe("an override", () => {
  const chart: Override = { setting: "app:neo4j.chart.path", value: "/chart", asked: false };

  function override(settings: Settings, change: Partial<Override> = {}): unknown {
    const { plain } = overlaySettings(settings, ENDPOINTS, { ...chart, ...change });
    const { "okta:httpProxy": _, ...rest } = plain;
    return rest;
  }

  test("puts its value in place and keeps the other settings", () => {
    expect(override({ "app:x": 1, "app:neo4j": { namespace: "db" } })).toEqual({
      "app:x": 1,
      "app:neo4j": { namespace: "db", chart: { path: "/chart" } },
    });
    expect(override({})).toEqual({ "app:neo4j": { chart: { path: "/chart" } } });
    expect(override({}, { setting: "app:chart" })).toEqual({ "app:chart": "/chart" });
    expect(override({}, { setting: "app:chart.path" })).toEqual({
      "app:chart": { path: "/chart" },
    });
  });

  test.each([
    [{ "app:neo4j": { chart: { repository: "https://x" } } }, "app:neo4j.chart.path"],
    [{ "app:chart": "./neo4j" }, "app:chart"],
  ])("leaves %j as it is, since the stack says it itself", (settings, setting) => {
    expect(override(settings, { setting })).toEqual(settings);
  });

  test("takes the place of a stack's word on the version, which the value is of", () => {
    expect(override({ "app:neo4j": { chart: { version: "2026.6.0" } } })).toEqual({
      "app:neo4j": { chart: { path: "/chart" } },
    });
    const both = { "app:neo4j": { chart: { version: "1.0.0", repository: "https://x" } } };
    expect(override(both)).toEqual(both);
  });

  test("that was asked for replaces what the stack says, with its neighbours", () => {
    const settings = { "app:neo4j": { namespace: "db", chart: { repository: "https://x" } } };
    expect(override(settings, { asked: true })).toEqual({
      "app:neo4j": { namespace: "db", chart: { path: "/chart" } },
    });
    expect(settings["app:neo4j"].chart).toEqual({ repository: "https://x" });
    expect(override({ "app:neo4j": "text" }, { asked: true })).toEqual({
      "app:neo4j": { chart: { path: "/chart" } },
    });
  });
});

test.each(["app:chart", "app:neo4j.chart.path", "my-app:a_b.c-d"])("%s is a setting", (text) => {
  expect(text).toMatch(SETTING);
});

test.each(["chart", "app:", ":chart", "app:neo4j.", "app:a..b", "a:b:c", "app:a b"])(
  "%j is no setting",
  (text) => {
    expect(text).not.toMatch(SETTING);
  },
);

test.each([
  [{ "app:licence": { secure: "v1:x" } }, "app:licence"],
  [{ "app:neo4j": { values: { licence: { secure: "v1:x" } } } }, "app:neo4j.values.licence"],
  [{ "app:list": [1, { secure: "v1:x" }] }, "app:list.1"],
])("refuses %j, which only the stack's own key can open, and names it", (settings, named) => {
  expect(() => overlaySettings(settings, ENDPOINTS)).toThrow(
    expect.objectContaining({
      code: "setting-encrypted",
      message:
        `${named} is encrypted with the stack's key, which the sandbox does not have. ` +
        "Fix: rehearse a copy of the stack that holds a plain stand-in value there (--stack NAME).",
    }),
  );
});

test.each([
  ["app:neo4j.chart.path", "./chart"],
  ["app:neo4j.chart.version", undefined],
  ["app:other", undefined],
  [undefined, undefined],
])("what a stack says at %s is %j", (setting, value) => {
  expect(settingAt({ "app:neo4j": { chart: { path: "./chart" } } }, setting)).toBe(value);
});
