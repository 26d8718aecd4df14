import { describe, expect, test } from "vitest";
import { SettingsError } from "../../infra/settings.ts";
import { parse, productionSettings } from "../support/settings.ts";

type Changes = Record<string, unknown>;

/** What a stack marked `production` is refused for: rule and place of each breach. */
function breaches(neo4j: Changes, changes: Changes = {}): string[] {
  try {
    parse(productionSettings({ neo4j: { license: "yes", ...neo4j }, ...changes }));
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ code, path }) => `${code} ${path.replace(/^neo4j-okta:/, "")}`);
  }
}

describe("an image", () => {
  const at = "neo4j.values.image.customImage";
  const image = (customImage: unknown) => breaches({ values: { image: { customImage } } });

  test.each([
    "neo4j",
    "neo4j:5.26.30-enterprise",
    "library/neo4j:5",
    "docker.io/neo4j:5",
    "docker.io/library/neo4j:5",
    "neo4j/helm-charts-operations:5.26.30",
    `neo4j@sha256:${"0a".repeat(32)}`,
    `neo4j:5@sha256:${"f".repeat(64)}`,
    "",
    7,
  ])("is Neo4j's own as %j", (name) => {
    expect(image(name)).toEqual([]);
  });

  test.each([
    "xneo4j:5",
    "neo4j-2:5",
    "neo4jx",
    "docker-io/neo4j:5",
    "ghcr.io/neo4j:5",
    "mine/neo4j:5",
    "neo4j/a/b:5",
    "neo4j/:5",
    "neo4j:",
    "neo4j:5 ",
    "neo4j:5/x",
    "neo4j@sha256:0a",
    `neo4j@sha256:${"0".repeat(65)}`,
    `neo4j@sha256:${"g".repeat(64)}`,
    `neo4j@sha512:${"0".repeat(64)}`,
  ])("is foreign as %j", (name) => {
    expect(image(name)).toEqual([`production-foreign-image ${at}`]);
  });
});

describe("an option of Java", () => {
  const options = (...additionalJvmArguments: unknown[]) =>
    breaches({ values: { jvm: { additionalJvmArguments } } });

  test.each([
    "-Xmx1g -XX:+UseG1GC",
    "-Dname=-javaagent:x",
    "-XX:-EnableDynamicAgentLoading",
    "-XX:+ExitOnOutOfMemoryError",
    "-Dcom.sun.managementx=1",
    "-Dcomxsun.management.x=1",
    "-Xx -Xr",
    "javaagent:/x",
    "-Xlog:gc@/x",
  ])("may be %j", (option) => {
    expect(options(option, 7)).toEqual([]);
  });

  test.each(["  -javaagent:/x  ", "-JAVAAGENT:/x", "-Xss2m\t@/x", "-Xss2m -XX:onerror=/x -Xss3m"])(
    "may not be %j",
    (option) => {
      expect(options("-Xss2m", option)).toEqual([
        "production-debug-agent neo4j.values.jvm.additionalJvmArguments[1]",
      ]);
    },
  );

  test("is shown alone and without the blanks around it", () => {
    const jvm = { additionalJvmArguments: ["-Xss2m   -javaagent:/x  "] };
    const settings = productionSettings({ neo4j: { license: "yes", values: { jvm } } });
    expect(() => parse(settings)).toThrow(' holds "-javaagent:/x", in a stack');
  });

  test("is one in the list of Java's options only", () => {
    expect(breaches({ values: { logging: { level: "-javaagent:/x" } } })).toEqual([]);
  });
});

describe("a container", () => {
  const context = (securityContext: Changes) => breaches({ values: { securityContext } });

  test.each<Changes>([
    { privileged: "TRUE" },
    { allowPrivilegeEscalation: "true" },
    { runAsNonRoot: "False" },
    { runAsUser: "0" },
    { runAsUser: false },
    { runAsGroup: 0 },
    { capabilities: { add: ["SYS_PTRACE"] } },
  ])("may not have %j", (mighty) => {
    expect(context(mighty)).toEqual([
      expect.stringMatching(/^production-privileged-pod neo4j\.values\.securityContext\.\w+/),
    ]);
  });

  test.each<Changes>([
    { privileged: "no", allowPrivilegeEscalation: null },
    { runAsNonRoot: null, runAsGroup: "" },
    { runAsUser: null },
    { runAsUser: "root", constructor: true },
    { capabilities: { add: "none" } },
    { hostPath: null },
    { add: ["SYS_PTRACE"] },
  ])("may have %j", (harmless) => {
    expect(context(harmless)).toEqual([]);
  });

  test("on the node's network is mighty, and publishes Neo4j too", () => {
    const at = "neo4j.values.podSpec.hostNetwork";
    const config = { "server.http.enabled": "false" };
    const ssl = { bolt: { privateKey: { secretName: "tls" } } };
    expect(breaches({ config, values: { ssl, podSpec: { hostNetwork: true } } })).toEqual([
      `production-privileged-pod ${at}`,
      `production-load-balancer ${at}`,
    ]);
    expect(breaches({ values: { podSpec: { hostNetwork: "false" } } })).toEqual([]);
  });
});

test.each([
  { services: { default: { spec: { type: "ExternalName" } } } },
  { services: { default: { spec: { externalIPs: "203.0.113.7" } } } },
  { services: { default: { enabled: true } } },
])("Neo4j is not published by %j", (values) => {
  expect(breaches({ values })).toEqual([]);
});

describe("another provider with our audience", () => {
  const OURS = "https://example.okta.com/oauth2";
  const PEOPLE = "dbms.security.oidc.people";
  const people = (issuer: string | undefined, id: string | undefined) =>
    breaches(
      {
        otherProviders: ["oidc-people"],
        config: {
          [`${PEOPLE}.audience`]: "0oa1 , api://default ",
          ...(issuer === undefined
            ? {
                [`${PEOPLE}.issuer`]: `${OURS}/aus1234567890`,
                [`${PEOPLE}.jwks_uri`]: "https://x.example/keys",
                [`${PEOPLE}.auth_endpoint`]: "https://x.example/auth",
              }
            : { [`${PEOPLE}.well_known_discovery_uri`]: issuer }),
        },
      },
      {
        authorizationServer:
          id === undefined
            ? { name: "neo4j", audience: "api://default" }
            : { id, audience: "api://default" },
      },
    );
  const TAKES = [`production-other-provider neo4j.config["${PEOPLE}.audience"]`];

  test.each([
    [`${OURS}/aus1234567890/.well-known/x`, "aus1234567890"],
    [`${OURS}/aus1234567890?x`, "aus1234567890"],
    [`${OURS}/aus1234567890#x`, "aus1234567890"],
    [`${OURS}/default`, "aus1234567890"],
    [`${OURS}/aus0987654321`, "default"],
    [`${OURS}/default`, "default"],
    [`${OURS}/aus0987654321`, undefined],
    [undefined, "aus1234567890"],
  ])("at %s takes the tokens of %s", (issuer, id) => {
    expect(people(issuer, id)).toEqual(TAKES);
  });

  test.each([
    [`${OURS}/aus0987654321/.well-known/x`, "aus1234567890"],
    [`${OURS}/default`, undefined],
    ["https://example.okta.com/.well-known/x", "default"],
    ["https://example.okta.com/.well-known/x", undefined],
  ])("at %s does not take the tokens of %s", (issuer, id) => {
    expect(people(issuer, id)).toEqual([]);
  });
});

describe("rules of roles in the database", () => {
  const name = "dbms.security.abac.authorization_providers";
  const rules = (value: string) =>
    breaches({
      chart: { version: "2026.6.0" },
      otherProviders: ["oidc-people"],
      config: {
        "dbms.security.oidc.people.audience": "0oa1",
        "dbms.security.oidc.people.well_known_discovery_uri": "https://x.example/a",
        [name]: value,
      },
    });

  test.each(["oidc-okta-backend", "oidc-people , oidc-okta-backend"])(
    "may not be for %j",
    (value) => {
      expect(rules(value)).toEqual([`production-auth-rules neo4j.config["${name}"]`]);
    },
  );

  test("may be for others", () => {
    expect(rules("oidc-people")).toEqual([]);
  });
});

describe("a statement at the start of APOC", () => {
  test.each(["apoc.initializer.neo4j", "APOC.Initializer.x", "apoc.initializer"])(
    "is refused as %j",
    (name) => {
      expect(breaches({ values: { apoc_config: { [name]: "RETURN 1" } } })).toEqual([
        expect.stringMatching(/^production-apoc-initializer neo4j\.values\.apoc_config\W/),
      ]);
    },
  );

  test.each([{ "my.apoc.initializer": "x" }, { apocxinitializer: "x" }, null, "apoc"])(
    "is not what %j holds",
    (config) => {
      expect(breaches({ values: { apoc_config: config } })).toEqual([]);
    },
  );
});

describe("the server", () => {
  const setting = (name: string, value: string) =>
    breaches({ config: { [`dbms.security.${name}`]: value } });
  const refused = (rule: string, name: string) => [
    `production-${rule} neo4j.config["dbms.security.${name}"]`,
  ];
  const CLAIMS = "logs.oidc.jwt_claims_at_debug_level_enabled";

  test.each([
    ["jwt-claims-log", CLAIMS, " TRUE "],
    ["unrestricted-procedures", "procedures.unrestricted", " * "],
    ["unrestricted-procedures", "procedures.unrestricted", "*,apoc.*"],
    ["unlimited-logins", "auth_max_failed_attempts", " 0 "],
    ["open-http-paths", "http_auth_allowlist", "/browser.*, /x"],
  ])("breaks %s by %s = %j", (rule, name, value) => {
    expect(setting(name, value)).toEqual(refused(rule, name));
  });

  test.each([
    ["procedures.unrestricted", "apoc.*, gds.*"],
    ["http_auth_allowlist", "/browser.*"],
    ["http_auth_allowlist", " / "],
  ])("breaks nothing by %s = %j", (name, value) => {
    expect(setting(name, value)).toEqual([]);
  });
});
