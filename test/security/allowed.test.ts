import { expect, test } from "vitest";
import { parse, productionSettings, publicJwk, validAccount } from "../support/settings.ts";

const PEOPLE = "dbms.security.oidc.people";

function people(settings: Record<string, string>) {
  const all = { audience: "0oa1", well_known_discovery_uri: "https://x.example/a", ...settings };
  const config = Object.entries(all).map(([name, value]) => [`${PEOPLE}.${name}`, value]);
  return { otherProviders: ["oidc-people"], config: Object.fromEntries(config) };
}

const OURS = "https://example.okta.com/oauth2";
const MINE = { id: "aus1234567890", audience: "api://default" };
const TLS = { privateKey: { secretName: "tls" } };

type Changes = Record<string, unknown>;

/** What a stack marked `production` may do without a waiver. */
const ALLOWED: [what: string, neo4j: Changes, changes?: Changes][] = [
  [
    "a provider that maps its groups to less than admin",
    people({
      "claims.groups": "groups",
      "authorization.group_to_role_mapping": "admin=reader;x = 'publisher', editor",
    }),
  ],
  ["a provider that reads no groups", people({})],
  [
    "LDAP that maps its groups to less than admin",
    {
      otherProviders: ["ldap"],
      config: { "dbms.security.ldap.authorization.group_to_role_mapping": "dba=reader" },
    },
  ],
  ["our audience at another issuer", people({ audience: "api://default" })],
  [
    "our audience at the issuer of another server",
    people({ audience: "api://default", issuer: `${OURS}/aus0987654321` }),
    { authorizationServer: MINE },
  ],
  [
    "the default server's tokens beside those of a created server",
    people({ audience: "api://default", issuer: `${OURS}/default` }),
    { authorizationServer: { name: "neo4j", audience: "api://default" } },
  ],
  [
    "an issuer that outranks our discovery document",
    people({
      audience: "api://default",
      issuer: "https://x.example",
      well_known_discovery_uri: `${OURS}/default/.well-known/openid-configuration`,
    }),
  ],
  [
    "rules in the database for people",
    {
      ...people({}),
      chart: { version: "2026.6.0" },
      config: { ...people({}).config, "dbms.security.abac.authorization_providers": "oidc-people" },
    },
  ],
  [
    "procedures of one extension",
    { config: { "dbms.security.procedures.unrestricted": "apoc.*" } },
  ],
  ["a limit of logins", { config: { "dbms.security.auth_max_failed_attempts": "1" } }],
  [
    "the paths that Neo4j opens by itself",
    {
      config: { "dbms.security.http_auth_allowlist": "/, /browser.*" },
    },
  ],
  [
    "no claims in the log",
    {
      config: { "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": "false" },
    },
  ],
  [
    "services inside the cluster",
    {
      values: {
        services: {
          neo4j: { enabled: false },
          default: { spec: { type: "ClusterIP", externalIPs: [] } },
        },
        podSpec: { containers: [{ name: "c", ports: [{ containerPort: 1, hostPort: null }] }] },
        env: { KIND: "LoadBalancer", OTHER: "NodePort" },
      },
    },
  ],
  ["a certificate, in the cluster", { values: { ssl: { bolt: TLS, https: TLS } } }],
  [
    "contexts that are not mighty",
    {
      values: {
        securityContext: { runAsUser: 7474, runAsGroup: 7474, runAsNonRoot: true, fsGroup: 0 },
        containerSecurityContext: {
          privileged: false,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"], add: [] },
        },
        podSpec: { hostNetwork: false, hostPID: false, add: ["x"], annotations: { add: "x" } },
      },
    },
  ],
  [
    "images of Neo4j",
    {
      values: {
        image: { customImage: "docker.io/library/neo4j:5.26.30-enterprise" },
        podSpec: {
          initContainers: [{ name: "a", image: "neo4j/helm-charts-operations:5.26.30" }],
          containers: [{ name: "b", image: `neo4j@sha256:${"0".repeat(64)}` }, { name: "c" }],
        },
      },
    },
  ],
  ...[
    "https://helm.neo4j.com/neo4j",
    "https://helm.neo4j.com/neo4j/",
    "https://HELM.neo4j.com:443/neo4j//",
  ].map((repository): [string, Changes] => [
    `the chart of ${repository}`,
    { chart: { repository } },
  ]),
  [
    "a chart by path, whatever the repository that is not asked then",
    { chart: { path: "/srv/charts/neo4j", repository: "https://charts.example.com" } },
  ],
  [
    "options of Java for memory and the garbage collector",
    {
      values: {
        jvm: {
          useNeo4jDefaultJvmArguments: true,
          additionalJvmArguments: ["-XX:+UseG1GC -Xss2m", "-Dhttps.proxyHost=proxy"],
        },
      },
    },
  ],
  [
    "settings of APOC that start nothing",
    {
      values: { apoc_config: { "apoc.initializers": "x", "apoc.import.file.enabled": "true" } },
    },
  ],
];

test.each(ALLOWED)("%s", (_what, neo4j, changes = {}) => {
  const settings = productionSettings({ neo4j: { license: "yes", ...neo4j }, ...changes });
  expect(parse(settings).production).toBe(true);
  expect(warned({ ...settings, production: false })).toEqual([]);
});

/** The codes of the warnings, besides the one of the adopted server. */
function warned(settings: Record<string, unknown>): string[] {
  const codes = parse(settings).warnings.map(({ code }) => code);
  return codes.filter((code) => code !== "production-shared-server");
}

test("a published server with TLS needs a waiver for being published alone", () => {
  const settings = productionSettings({
    neo4j: {
      license: "yes",
      config: { "server.http.enabled": " FALSE ", "server.bolt.tls_level": "required" },
      values: { services: { neo4j: { enabled: true } }, ssl: { bolt: TLS } },
    },
    waivers: [{ rule: "load-balancer", until: "2026-12-31", reason: "agreed in November" }],
  });
  expect(parse(settings).production).toBe(true);
});

test("a mirror of the chart under a waiver", () => {
  const repository = "https://charts.example.com/neo4j";
  const settings = productionSettings({
    neo4j: { license: "yes", chart: { repository } },
    waivers: [{ rule: "foreign-chart", until: "2026-12-31", reason: "our mirror, agreed" }],
  });
  expect(parse(settings).neo4j.chart.repository).toBe(repository);
});

test("what the settings say in so many words is no surprise, and no warning", () => {
  const accounts = [validAccount({ groups: ["admins"] })];
  const groups = { admins: ["admin"], more: ["admin"] };
  const settings = productionSettings({ production: false, groups, accounts });
  expect(warned({ ...settings, neo4j: { license: "eval" } })).toEqual([]);
});

test("accounts with keys of their own, also in a rotation", () => {
  const keys = (...kids: string[]) => ({
    privateKeyJwt: { jwks: kids.map((kid) => publicJwk(kid)) },
  });
  const place = (name: string) => ({
    privateKeyJwt: { jwksUri: `https://keys.example.com/${name}.json` },
  });
  const credentials = [keys("a", "b"), keys("c"), place("d"), place("e"), "client_secret"];
  const accounts = credentials.map((credential, index) =>
    validAccount({ name: `account-${index}`, owner: "x", credential }),
  );
  expect(parse(productionSettings({ accounts })).accounts).toHaveLength(5);
});
