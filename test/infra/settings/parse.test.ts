import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { findingsOf } from "../../../infra/settings/issues.ts";
import { SettingsError } from "../../../infra/settings.ts";
import {
  parse,
  productionSettings,
  publicJwk,
  validAccount,
  validSettings,
} from "../../support/settings.ts";

describe("parseSettings", () => {
  test("fills in every default of the smallest settings", () => {
    expect(parse(validSettings())).toEqual({
      authorizationServer: { kind: "adopted", id: "default", audience: "api://default" },
      tokenLifetimeMinutes: 60,
      scope: "neo4j_groups",
      claim: {
        name: "groups",
        expression: "app.profile.neo4j_groups",
        attribute: "neo4j_groups",
      },
      groups: { neo4j_reader: ["reader"] },
      accounts: [
        {
          name: "etl-loader",
          clientId: "etl-loader",
          owner: undefined,
          purpose: undefined,
          expires: undefined,
          expired: false,
          disabled: false,
          groups: ["neo4j_reader"],
          roles: ["reader"],
          credential: { kind: "client_secret_basic" },
          deliverTo: undefined,
        },
      ],
      signIns: [],
      neo4j: {
        providerId: "okta-backend",
        namespace: "neo4j",
        createNamespace: true,
        release: "neo4j",
        license: "eval",
        chart: { version: "5.26.30", repository: "https://helm.neo4j.com/neo4j" },
        nativeLogin: true,
        adminEvidence: { maxAgeHours: 24 },
        otherProviders: [],
        storage: { size: "10Gi" },
        resources: { cpu: "1000m", memory: "2Gi" },
        trustedCertificates: [],
        config: {},
        values: {},
        timeoutSeconds: 600,
        requireLocalUser: false,
      },
      database: undefined,
      databaseImage: undefined,
      production: false,
      protect: false,
      warnings: [expect.objectContaining({ code: "production-shared-server" })],
    });
  });

  test.each(["5.26.4", "5.27.0", "2025.2.0", "2025.12.0", "2026.6.0"])(
    "takes the evaluation licence with the chart %s",
    (version) => {
      const neo4j = { license: "eval", chart: { version } };
      expect(parse(validSettings({ neo4j })).neo4j.chart.version).toBe(version);
    },
  );

  test.each([{ version: "5.14.0" }, { version: "5.14.0", path: "./chart" }])(
    "leaves the Enterprise licence, and a chart of one's own, to the user: %j",
    (chart) => {
      const license = chart.path === undefined ? "yes" : "eval";
      expect(parse(validSettings({ neo4j: { license, chart } })).neo4j.license).toBe(license);
    },
  );

  test("creates the authorization server that has a name", () => {
    const authorizationServer = { name: "neo4j", audience: "api://neo4j" };
    expect(parse(validSettings({ authorizationServer })).authorizationServer).toEqual({
      kind: "created",
      ...authorizationServer,
    });
  });

  test("disables an account after its last day, not on it", () => {
    const settings = validSettings({ accounts: [validAccount({ expires: "2026-11-22" })] });
    const on = (day: string) => parse(settings, day).accounts[0];
    expect(on("2026-11-22")).toMatchObject({ expired: false, disabled: false });
    expect(on("2026-11-23")).toMatchObject({ expired: true, disabled: true });
  });

  test("sorts groups and roles, and unites the roles of all groups", () => {
    const settings = validSettings({
      groups: { b: ["publisher", "editor"], a: ["reader", "editor"] },
      accounts: [validAccount({ groups: ["b", "a"] })],
    });
    const { groups, accounts } = parse(settings);
    expect(Object.entries(groups)).toEqual([
      ["a", ["editor", "reader"]],
      ["b", ["editor", "publisher"]],
    ]);
    expect(accounts[0]).toMatchObject({
      groups: ["a", "b"],
      roles: ["editor", "publisher", "reader"],
    });
  });

  test("takes the line break of a YAML block off an expression", () => {
    const claim = { expression: "app.profile.neo4j_groups\n" };
    expect(parse(validSettings({ claim })).claim.expression).toBe("app.profile.neo4j_groups");
  });

  test.each(["neo4j_writer", "team.auditor"])("takes the custom role %s", (role) => {
    const settings = validSettings({ groups: { neo4j_reader: [role] }, customRoles: [role] });
    expect(parse(settings).accounts[0]?.roles).toEqual([role]);
  });

  test.each([
    ["app.profile.neo4j_groups", "neo4j_groups"],
    ["(appuser != null) ? appuser.neo4j_groups : app.profile.groupallowlist", "groupallowlist"],
  ])("writes the groups where %s reads them", (expression, attribute) => {
    expect(parse(validSettings({ claim: { expression } })).claim.attribute).toBe(attribute);
  });

  test("turns every extra Neo4j setting into text", () => {
    const config = {
      "db.transaction.timeout": "30s",
      "server.metrics.enabled": true,
      "db.transaction.concurrent.maximum": 10,
    };
    expect(parse(validSettings({ neo4j: { license: "eval", config } })).neo4j.config).toEqual({
      "db.transaction.timeout": "30s",
      "server.metrics.enabled": "true",
      "db.transaction.concurrent.maximum": "10",
    });
  });

  test("keeps two public keys of one account", () => {
    const jwks = [publicJwk("old"), publicJwk("new")];
    const settings = validSettings({
      accounts: [validAccount({ credential: { privateKeyJwt: { jwks } } })],
    });
    expect(parse(settings).accounts[0]?.credential).toEqual({ kind: "private_key_jwt", jwks });
  });

  test.each([
    [{ production: false }, false],
    [{ production: false, deletionProtection: "always" }, true],
    [{ production: true }, true],
    [{ production: true, deletionProtection: "never" }, false],
  ])("%j protects from deletion: %s", (changes, protect) => {
    expect(parse(productionSettings(changes)).protect).toBe(protect);
  });

  test("accepts people's provider beside ours when both list and settings have it", () => {
    const config = {
      "dbms.security.oidc.people.audience": "0oa1",
      "dbms.security.oidc.people.well_known_discovery_uri": "https://example.okta.com/a",
      "dbms.security.oidc.people.params":
        "client_id=0oa1;response_type=code;scope=openid profile email",
      "dbms.security.oidc.people.authorization.group_to_role_mapping": "a = reader;b=editor",
    };
    const neo4j = { license: "eval", otherProviders: ["oidc-people"], config };
    expect(parse(validSettings({ neo4j })).neo4j.config).toEqual(config);
  });

  test("accepts references to Secrets, and what a newer chart may bring", () => {
    const values = {
      ldapPasswordFromSecret: "ldap",
      ldapPasswordMountPath: "/config/ldap",
      apoc_credentials: { jdbc: { secretName: "jdbc", secretMountPath: "/secret/jdbc" } },
      secretMounts: { keys: { secretName: "keys", mountPath: "/var/secrets/keys" } },
      image: { customImage: "registry.example.com/neo4j:5.26.30-enterprise" },
      env: { LEVEL: "1" },
      jvm: { additionalJvmArguments: ["-Djavax.net.ssl.trustStore=/mine"] },
      podSpec: {
        annotations: { "example.com/match-secret": "true" },
        containers: [
          { name: "c", env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "x" } } }] },
        ],
      },
      services: { neo4j: { enabled: false, annotations: {} } },
      broughtByANewerChart: true,
    };
    expect(parse(validSettings({ neo4j: { license: "eval", values } })).neo4j.values).toEqual(
      values,
    );
  });

  test("refuses or accepts whatever it is given, and never fails otherwise", () => {
    const keys = [
      "authorizationServer",
      "accounts",
      "groups",
      "neo4j",
      "claim",
      "waivers",
      "scope",
    ];
    const value = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom(
            "name",
            "groups",
            "credential",
            "privateKeyJwt",
            "jwks",
            "config",
            "values",
            "chart",
            "license",
            "resources",
            "x",
          ),
          tie("tree"),
        ),
        fc.array(tie("tree"), { maxLength: 3 }),
      ),
    })).tree;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (changes) => {
        try {
          parse(validSettings(changes));
        } catch (error) {
          expect(error).toBeInstanceOf(SettingsError);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test("a rule that has no words of its own still says what is wrong", () => {
  const { error } = z.object({ name: z.string().max(3) }).safeParse({ name: "longer" });
  expect(error && findingsOf(error, ["accounts", 0], { name: "longer" })).toEqual([
    {
      code: "not-allowed",
      at: ["accounts", 0, "name"],
      message: 'is "longer"',
      allowed: "Too big: expected string to have <=3 characters",
      fix: "correct the value",
    },
  ]);
});
