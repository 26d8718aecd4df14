import { describe, expect, test } from "vitest";
import { configFindings } from "../../../../components/neo4j/config/findings.ts";

const CONTEXT = {
  providerId: "okta-backend",
  nativeLogin: true,
  otherProviders: ["oidc-people"],
  version: "5.26.30",
};
const PEOPLE = {
  "dbms.security.oidc.people.audience": "0oa1",
  "dbms.security.oidc.people.well_known_discovery_uri": "https://example.okta.com/a",
};

/** What every finding of a code says in the same words. */
const SAID = {
  "config-secret": {
    message: "holds a secret, which a ConfigMap and the Helm release would show in the clear",
    allowed: "settings without secrets",
    fix: "keep it in a Kubernetes Secret; for LDAP use `values.ldapPasswordFromSecret`",
  },
  "config-expansion": {
    message: 'begins with "$(": Neo4j would run it as a command',
    allowed: 'values that do not begin with "$("',
    fix: "write the value itself",
  },
  "config-derived": {
    message: "is derived by the program, so that Okta and Neo4j cannot disagree",
    allowed: "beside the derived settings, only auth_flow, config, params of oidc.okta-backend",
    fix: "remove it, and change the setting of the stack that it follows from",
  },
};

describe("configFindings", () => {
  test.each([
    { "dbms.security.oidc.people.audience": "x" },
    { "dbms.security.oidc.people.token_params": "a=b;secrets=x" },
    { "dbms.security.oidc.people.display_name": "client_secret" },
    { "dbms.security.oidc.okta-backend.auth_flow": "pkce" },
    { "dbms.security.oidc.okta-backend.config": "principal=email" },
    { "dbms.security.oidc.okta-backend.params": "client_id=a;response_type=code;scope=b" },
    { "server.bolt.enabled": "true" },
    { "dbms.security.auth_enabled": " True " },
    { "dbms.security.require_local_user": "false" },
    { "server.bolt.advertised_address": "graph.example.com:7687" },
    { "dbms.security.procedures.unrestricted": "apoc.*" },
    { "browser.post_connect_cmd": "a $(b)" },
    { "dbms.cluster.raft.async_channel_acquisition_enabled": "true" },
  ])("takes %j", (config) => {
    expect(configFindings({ ...PEOPLE, ...config }, CONTEXT)).toEqual([]);
  });

  test.each([
    ["dbms.security.oidc.people.token_params", "client_secret=hunter2", "config-secret"],
    ["dbms.security.oidc.people.token_params", "a=b; Client_Secret=hunter2", "config-secret"],
    ["dbms.security.oidc.people.token_params", "a=b;my_client_secret=hunter2", "config-secret"],
    ["dbms.security.keystore.password", "hunter2", "config-secret"],
    ["browser.post_connect_cmd", " $(cat hunter2)", "config-expansion"],
    ["dbms.security.oidc.okta-backend.get_groups_from_user_info", "true", "config-derived"],
    ["dbms.security.oidc.okta-backend.issuer", "https://x", "config-derived"],
    ["dbms.security.authorization_providers", "native", "config-derived"],
    ["server.config.strict_validation.enabled", "false", "config-derived"],
  ] as const)("%s=%s is refused as %s", (name, value, code) => {
    const findings = configFindings({ ...PEOPLE, [name]: value }, CONTEXT);
    expect(findings).toEqual([{ code, at: [name], ...SAID[code] }]);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });

  test.each([
    ["server.default_listen_address", "127.0.0.1", "is fixed by the chart", "remove it"],
    [
      "server.jvm.additional",
      "-Xmx1g",
      "is refused by the chart",
      "use `values.jvm.additionalJvmArguments`",
    ],
  ])("%s belongs to the chart", (name, value, message, fix) => {
    expect(configFindings({ ...PEOPLE, [name]: value }, CONTEXT)).toEqual([
      {
        code: "config-chart",
        at: [name],
        message,
        allowed: "settings that the chart passes on",
        fix,
      },
    ]);
  });

  test.each([
    ["server.bolt.enabled", " FALSE ", "false", "would close the way in that the services take"],
    ["dbms.security.auth_enabled", "false", "false", "would let everybody in"],
    [
      "dbms.security.require_local_user",
      "true",
      "true",
      "would refuse service accounts that are no local users",
    ],
  ])("%s=%s contradicts the accounts", (name, value, bad, effect) => {
    expect(configFindings({ ...PEOPLE, [name]: value }, CONTEXT)).toEqual([
      {
        code: "config-contradiction",
        at: [name],
        message: `is ${bad}, which ${effect}`,
        allowed: bad === "true" ? "false" : "true",
        fix: "remove it",
      },
    ]);
  });

  test.each([
    ["dbms.security.auth_enabled", "no", 'is "no", which is neither true nor false'],
    ["server.logs.debug.enabled", "true\nfalse", "holds a line break or control character"],
    ["browser.post_connect_cmd", "a\u0007", "holds a line break or control character"],
    [
      "dbms.security.oidc.people.auth_flow",
      "device",
      'is "device", which is not one of PKCE, IMPLICIT',
    ],
    ["dbms.routing_ttl", "1ms", "is 1ms, which is less than 1s"],
    ["dbms.security.oidc.people.token_params", "hunter2", "has element 1, which is not key=value"],
  ])("%s=%j is a value that Neo4j refuses", (name, value, message) => {
    const findings = configFindings({ ...PEOPLE, [name]: value }, CONTEXT);
    expect(findings).toEqual([
      {
        code: "config-value",
        at: [name],
        message,
        allowed: "a value on one line that Neo4j's own parser accepts",
        fix: "correct the value",
      },
    ]);
  });

  test.each(["a b", "", "a/b", "x".repeat(254), "ä"])("%j is no key of a ConfigMap", (name) => {
    expect(configFindings({ ...PEOPLE, [name]: "x" }, CONTEXT)).toEqual([
      {
        code: "config-key",
        at: [name],
        message: "is no key of a ConfigMap",
        allowed: "1 to 253 letters, digits and - . _",
        fix: "correct the setting's name",
      },
    ]);
  });
});

describe("a name that is no setting of this Neo4j", () => {
  const unknown = (name: string, version: string | undefined, providers = CONTEXT) =>
    configFindings({ ...PEOPLE, [name]: "x" }, { ...providers, version });

  test.each([
    [
      "dbms.security.oidc.people.claims.audience",
      "is no Neo4j setting, and Neo4j would drop it without a word",
      "write dbms.security.oidc.people.audience",
    ],
    [
      "dbms.security.reqire_local_user",
      "is no Neo4j setting, and Neo4j would not start",
      "write dbms.security.require_local_user",
    ],
    [
      "x".repeat(253),
      "is no Neo4j setting, and Neo4j would not start",
      "remove it, or correct its name",
    ],
    [
      "server.http.x_forward.enabled",
      "is a setting since Neo4j 2026.03, and the chart carries 5.26.21",
      "remove it, or take a chart of such a release",
    ],
  ])("%s", (name, message, fix) => {
    const allowed = "settings of Neo4j 5.26.21";
    expect(unknown(name, "5.26.21")).toEqual([
      { code: "config-unknown-name", at: [name], message, allowed, fix },
    ]);
  });

  test("is judged by every known Neo4j where its version is not known", () => {
    expect(unknown("dbms.security.http_static_content_security_policy_header", undefined)).toEqual(
      [],
    );
    expect(unknown("dbms.cluster.raft.leader", undefined)).toMatchObject([
      { code: "config-unknown-name", allowed: "settings of Neo4j 5.26 or later" },
    ]);
  });
});

describe("attribute-based access", () => {
  const name = "dbms.security.abac.authorization_providers";
  const context = { ...CONTEXT, version: "2026.7.0" };
  test("takes providers in use", () => {
    const config = { ...PEOPLE, [name]: "oidc-okta-backend, oidc-people" };
    expect(configFindings(config, context)).toEqual([]);
  });

  test.each([
    ["oidc-other", "oidc-other"],
    ["oidc-people,native", "native"],
  ])("refuses %s", (value, wrong) => {
    expect(configFindings({ ...PEOPLE, [name]: value }, context)).toMatchObject([
      {
        code: "config-value",
        at: [name],
        message: `names "${wrong}", which is not one of oidc-okta-backend, oidc-people`,
      },
    ]);
  });
});

describe("a provider in use", () => {
  const judge = (settings: Record<string, string>, otherProviders = ["oidc-people"]) => {
    const own = Object.entries(settings).map(([name, value]) => [
      `dbms.security.oidc.people.${name}`,
      value,
    ]);
    return configFindings(Object.fromEntries(own), { ...CONTEXT, otherProviders });
  };
  const endpoints = { issuer: "https://i", jwks_uri: "https://j", auth_endpoint: "https://a" };

  test.each([
    [{}, "audience, well_known_discovery_uri"],
    [{ audience: "x" }, "well_known_discovery_uri"],
    [{ audience: "x", ...endpoints, issuer: " " }, "well_known_discovery_uri"],
    [{ well_known_discovery_uri: "https://d" }, "audience"],
  ])("with %j lacks %s", (settings, missing) => {
    expect(judge(settings)).toEqual([
      {
        code: "config-incomplete-provider",
        at: ["dbms.security.oidc.people"],
        message: `lacks ${missing}, and Neo4j would not start`,
        allowed: "audience, and well_known_discovery_uri or issuer, jwks_uri, auth_endpoint",
        fix: "add them to `config`, or take oidc-people out of `otherProviders`",
      },
    ]);
  });

  test.each([
    ["its endpoints", { audience: "x", ...endpoints }],
    ["its discovery document", { audience: "x", well_known_discovery_uri: "https://d" }],
  ])("needs no more than an audience and %s", (_, settings) => {
    expect(judge(settings)).toEqual([]);
  });

  test("needs no settings of ours, and none if it is no OIDC provider", () => {
    expect(judge({}, ["ldap", "oidc-okta-backend"])).toEqual([]);
  });

  test("is the only one to have settings", () => {
    expect(judge({ audience: "x", display_name: "y" }, ["ldap"])).toEqual([
      {
        code: "config-unlisted-provider",
        at: ["dbms.security.oidc.people"],
        message: "configures a provider that is not in use",
        allowed: "oidc-okta-backend, ldap, native",
        fix: "add oidc-people to `otherProviders`, or remove its settings",
      },
    ]);
  });
});
