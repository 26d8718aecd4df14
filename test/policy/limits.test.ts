import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { judge, recorded, ruleNamed } from "./judge.ts";
import { Recorded } from "./recorded.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-22T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

describe("what is none of a rule's business", () => {
  const fine = (name: string, change: (stack: Recorded) => void) => {
    const stack = new Recorded(recorded());
    for (const resource of stack.resources) resource.protect = true;
    const before = judge(ruleNamed(name), stack.resources).broken;
    change(stack);
    const added = judge(ruleNamed(name), stack.resources).broken.filter(
      (one) => !before.includes(one),
    );
    expect(added).toEqual([]);
  };
  const RULE = "authorization-access-rule";
  const APP = "etl-loader-app";

  test.each<[string, (stack: Recorded) => void]>([
    [
      "client-credentials-only",
      (s) => s.set(APP, { type: "web", grantTypes: ["authorization_code"] }),
    ],
    ["private-key-jwt", (s) => s.set(APP, { grantTypes: ["authorization_code"] })],
    [
      "protected-in-production",
      (s) => s.add("kubernetes:helm.sh/v3:Release", "cache", { chart: "redis", values: {} }),
    ],
    ["chart-version-pinned", (s) => s.set("neo4j-release", { version: "v5.26.30-rc.12+1" })],
    ["owner-and-purpose", (s) => s.set(APP, { type: "web" })],
    [
      "token-lifetime",
      (s) =>
        s.set(RULE, {
          grantTypeWhitelists: ["authorization_code"],
          accessTokenLifetimeMinutes: 90,
        }),
    ],
    [
      "claim-bound-to-scope",
      (s) => s.set("authorization-claim", { claimType: "IDENTITY", scopes: [] }),
    ],
    [
      "claim-reads-app",
      (s) => s.set("authorization-claim", { claimType: "IDENTITY", value: "user.email" }),
    ],
    [
      "claim-reads-app",
      (s) =>
        s.set("authorization-claim", { value: "(appuser != null) ? appuser.g : app.profile.g" }),
    ],
    ["expired-accounts-inactive", (s) => s.set(APP, { adminNote: "Expires: 2026-11-22." })],
    [
      "expired-accounts-inactive",
      (s) => s.set(APP, { adminNote: "Expires: 2020-01-01.", status: "INACTIVE" }),
    ],
    [
      "https-uris",
      (s) => s.set(APP, { redirectUris: ["http://127.0.0.1:8080/cb", "com.example.app:/cb"] }),
    ],
    [
      "chart-version-pinned",
      (s) => s.set("neo4j-release", { chart: "./charts/neo4j", version: undefined }),
    ],
    [
      "tls-where-public",
      (s) => Object.assign(s.values(), { services: { neo4j: { enabled: false } } }),
    ],
    [
      "public-services",
      (s) =>
        s.add("kubernetes:core/v1:Service", "inside", {
          spec: { type: "ClusterIP", ports: [{ port: 7474 }] },
        }),
    ],
    [
      "public-services",
      (s) =>
        s.add("kubernetes:core/v1:Service", "https", {
          spec: { type: "LoadBalancer", ports: [{ port: 443, targetPort: 7473 }] },
        }),
    ],
    [
      "no-secret-in-config-map",
      (s) =>
        s.add("kubernetes:core/v1:ConfigMap", "map", {
          data: { token_endpoint: "https://example.okta.com/token" },
        }),
    ],
    [
      "secrets-stay-in-secrets",
      (s) => s.add("kubernetes:core/v1:ConfigMap", "map", { data: { a: "b" } }),
    ],
    [
      "secrets-stay-in-secrets",
      (s) => {
        // Short texts stand in others by chance.
        s.set("neo4j-password", { result: "reader" });
        s.add("kubernetes:core/v1:ConfigMap", "map", { data: { a: "a reader" } });
      },
    ],
    [
      "public-services",
      (s) =>
        s.add("kubernetes:core/v1:Service", "odd", { spec: { type: "NodePort", ports: [null] } }),
    ],
    [
      "scope-agrees",
      (s) => s.set("authorization-access-rule", { scopeWhitelists: ["neo4j_groups", "*"] }),
    ],
    [
      "scope-agrees",
      (s) => {
        // Adopted by its id, it may have scopes that other stacks declare.
        for (const one of s.resources) {
          if (one.props.authServerId !== undefined) one.props.authServerId = "aus-of-another";
        }
        s.set("authorization-access-rule", { scopeWhitelists: ["neo4j_groups", "theirs"] });
      },
    ],
    [
      "known-clients",
      (s) => s.set("authorization-access-policy", { clientWhitelists: ["ALL_CLIENTS"] }),
    ],
    [
      "known-clients",
      (s) => {
        s.add("okta:app/oAuth:OAuth", "people", { type: "browser", clientId: "0oaPeople" });
        s.set("authorization-access-policy", { clientWhitelists: ["0oaPeople"] });
      },
    ],
    [
      "scope-agrees",
      (s) => s.set(RULE, { scopeWhitelists: ["neo4j_groups", "openid", "profile", "email"] }),
    ],
    [
      "no-secret-in-helm-values",
      (s) => s.setting("dbms.security.oidc.google.token_params", "client_secret=shown-by-neo4j"),
    ],
  ])("%s %#", (name, change) => fine(name, change));

  test.each(ALL_RULES.map(({ name }) => [name]))("%s says nothing of an empty stack", (name) => {
    expect(judge(ruleNamed(name), [])).toEqual({ broken: [], unjudged: [] });
  });
});

describe("every name counts", () => {
  const says = (name: string, change: (stack: Recorded) => void, config = {}) => {
    const stack = new Recorded(recorded());
    const before = judge(ruleNamed(name), stack.resources, config).broken.length;
    change(stack);
    expect(judge(ruleNamed(name), stack.resources, config).broken).toHaveLength(before + 1);
  };
  const APP = "graph-reporting-app";

  test.each(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])("a private key by %s", (member) => {
    says("public-keys", (s) => Object.assign(Object(s.of(APP).props.jwks)[0], { [member]: "x" }));
  });

  test.each(["jwksUri", "clientUri", "loginUri"])("the address %s", (key) => {
    says("https-uris", (s) => s.set(APP, { [key]: "http://example.com" }));
  });

  test.each(["redirectUris", "postLogoutRedirectUris"])("the addresses %s", (key) => {
    says("https-uris", (s) => s.set(APP, { [key]: ["http://example.com"] }));
  });

  test.each([
    "password",
    "passwd",
    "secret",
    "token",
    "apiKey",
    "api_key",
    "private_key",
    "privateKey",
  ])("an output %s", (name) => {
    const change = (s: Recorded) => s.set("neo4j-okta-dedicated", { [`my_${name}`]: "x" });
    says("no-secret-in-outputs", change, { blinded: true });
  });

  test.each([
    ["etl-loader-app", "clientSecret"],
    ["etl-loader-app", "clientBasicSecret"],
    ["etl-loader-app", "clientBasicSecretWo"],
    ["neo4j-password", "result"],
    ["bytes", "base64"],
    ["bytes", "hex"],
  ])("the secret of %s in %s", (resource, property) => {
    says("secrets-stay-in-secrets", (s) => {
      s.add("random:index/randomBytes:RandomBytes", "bytes", {});
      s.set(resource, { [property]: "0123456789" });
      s.add("kubernetes:core/v1:ConfigMap", "map", { data: { a: "0123456789" } });
    });
  });

  test.each(["neo4j.tgz-of-today", "neo4j"])("an open version of chart %s", (chart) => {
    says("chart-version-pinned", (s) => s.set("neo4j-release", { chart, version: undefined }));
  });
});
