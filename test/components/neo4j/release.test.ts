import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { Path } from "../../../access/finding.ts";
import { ArgumentError, Neo4jRelease, type Neo4jReleaseArgs } from "../../../components/index.ts";
import { NEO4J_CHART_VERSION } from "../../../components/neo4j/chart.ts";
import { record, settled } from "../../support/pulumi.ts";

const CA = readFileSync(new URL("../../support/fixtures/ca.crt", import.meta.url), "utf8");

const TOKENS = {
  issuer: "https://example.okta.com/oauth2/default",
  discoveryUri: "https://example.okta.com/oauth2/default/.well-known/openid-configuration",
  audience: "api://default",
  groupsClaim: "groups",
  groups: { neo4j_reader: ["reader"] },
};

function release(
  args: Partial<Neo4jReleaseArgs> = {},
  opts?: pulumi.ComponentResourceOptions,
  onResource: (resource: pulumi.runtime.MockResourceArgs) => void = () => {},
) {
  const base = { namespace: "graph", release: "db", license: "eval", tokens: TOKENS };
  return record(() => new Neo4jRelease("neo4j", { ...base, ...args } as Neo4jReleaseArgs, opts), {
    onResource,
  });
}

async function declared(args?: Partial<Neo4jReleaseArgs>) {
  const { resources } = await release(args);
  const found = resources.find(({ name }) => name === "neo4j-release");
  return found?.inputs as Record<string, unknown> & { values: Record<string, unknown> };
}

describe("Neo4jRelease", () => {
  test("pins the official chart, names everything, and waits until the server is ready", async () => {
    const { values, ...args } = await declared();
    expect(args).toEqual({
      compat: "true",
      chart: "neo4j",
      version: "5.26.30",
      repositoryOpts: { repo: "https://helm.neo4j.com/neo4j" },
      name: "db",
      namespace: "graph",
      timeout: 600,
    });
    expect(values).toMatchObject({
      neo4j: {
        name: "db",
        edition: "enterprise",
        acceptLicenseAgreement: "eval",
        passwordFromSecret: "db-auth",
      },
      logInitialPassword: false,
      services: { neo4j: { enabled: false } },
    });
  });

  test("every Neo4j setting is text", async () => {
    const { values } = await declared({ config: { "db.transaction.timeout": "30s" } });
    const config = Object.values(values.config as Record<string, unknown>);
    expect(config.every((value) => typeof value === "string")).toBe(true);
    expect(config).toContain("30s");
  });

  test("takes a chart from a path, without version and repository", async () => {
    const args = await declared({ chart: { path: "./chart", version: "5.26.30" } });
    expect(args.chart).toBe("./chart");
    expect(args).not.toHaveProperty("version");
    expect(args).not.toHaveProperty("repositoryOpts");
  });

  test.each([
    ["charts/neo4j", "./charts/neo4j"],
    ["neo4j", "./neo4j"],
    ["../charts/neo4j", "../charts/neo4j"],
    ["/srv/charts/neo4j.tgz", "/srv/charts/neo4j.tgz"],
  ])("gives Helm the path %s as %s, never the name of a repository", async (path, named) => {
    expect((await declared({ chart: { path } })).chart).toBe(named);
  });

  test("can take tokens only, and other providers after its own", async () => {
    const { values } = await declared({
      nativeLogin: false,
      otherProviders: ["oidc-people"],
      config: {
        "dbms.security.oidc.people.audience": "0oa1",
        "dbms.security.oidc.people.well_known_discovery_uri": "https://example.okta.com/a",
      },
    });
    expect(values.config).toMatchObject({
      "dbms.security.authentication_providers": "oidc-okta-backend,oidc-people",
      "dbms.security.authorization_providers": "oidc-okta-backend,oidc-people",
    });
  });

  test.each([
    [{}, { mode: "defaultStorageClass", defaultStorageClass: { requests: { storage: "10Gi" } } }],
    [
      { size: "1Ti", className: "fast" },
      { mode: "dynamic", dynamic: { storageClassName: "fast", requests: { storage: "1Ti" } } },
    ],
  ])("storage %j becomes %j", async (storage, data) => {
    expect((await declared({ storage })).values.volumes).toEqual({ data });
  });

  test("merges further values, and lets them publish the server", async () => {
    const { values } = await declared({
      values: { services: { neo4j: { enabled: true } }, podSpec: { priorityClassName: "high" } },
    });
    expect(values.services).toEqual({ neo4j: { enabled: true } });
    expect(values.podSpec).toEqual({ priorityClassName: "high" });
  });

  test("leaves an existing namespace alone", async () => {
    const { resources } = await release({ createNamespace: false });
    expect(resources.map(({ name }) => name)).toEqual([
      "neo4j-auth",
      "neo4j-release",
      "neo4j",
      "neo4j-password",
    ]);
    expect(resources[0]?.options).toBeUndefined();
  });

  test("is protected as a whole when asked to, but for the trust in a CA", async () => {
    const { resources } = await release({ trustedCertificates: [CA] }, { protect: true });
    const open = resources.filter(({ options }) => options?.protect !== true);
    expect(open.map(({ name }) => name)).toEqual(["neo4j-ca"]);
    expect(resources.length).toBe(6);
  });
});

describe("the addresses inside the cluster", () => {
  const tls = { privateKey: { secretName: "tls" } };

  test.each([
    [{}, "neo4j://db.graph.svc.cluster.local:7687", "http://db.graph.svc.cluster.local:7474"],
    [
      { ssl: { bolt: tls } },
      "neo4j+s://db.graph.svc.cluster.local:7687",
      "http://db.graph.svc.cluster.local:7474",
    ],
    [
      { ssl: { https: tls } },
      "neo4j://db.graph.svc.cluster.local:7687",
      "https://db.graph.svc.cluster.local:7473",
    ],
    [
      { ssl: { bolt: { privateKey: { secretName: "" } }, https: {} } },
      "neo4j://db.graph.svc.cluster.local:7687",
      "http://db.graph.svc.cluster.local:7474",
    ],
  ])("with values %j are %s and %s", async (values, boltUri, httpUri) => {
    const { result } = await release({ values });
    expect((await settled(result.boltUri)).value).toBe(boltUri);
    expect((await settled(result.httpUri)).value).toBe(httpUri);
  });
});

describe("trust in a private CA", () => {
  test("adds to Java's own list, before the server starts, and rolls it on a change", async () => {
    const { resources } = await release({ trustedCertificates: [CA] });
    expect(resources.find(({ name }) => name === "neo4j-ca")?.inputs).toMatchObject({
      metadata: { name: "db-okta-ca", namespace: "graph" },
      data: { "ca-0.crt": CA },
    });
    const { values } = await declared({
      trustedCertificates: [CA],
      values: { additionalVolumes: [{ name: "mine", emptyDir: {} }] },
    });
    expect(values).toMatchObject({
      additionalVolumes: [
        { name: "okta-ca", configMap: { name: "db-okta-ca" } },
        { name: "okta-truststore", emptyDir: {} },
        { name: "mine", emptyDir: {} },
      ],
      additionalVolumeMounts: [{ name: "okta-truststore", readOnly: true }],
      jvm: {
        additionalJvmArguments: [
          "-Djavax.net.ssl.trustStore=/var/lib/neo4j/truststore/cacerts",
          "-Djavax.net.ssl.trustStorePassword=changeit",
        ],
      },
      podSpec: { initContainers: [{ name: "okta-truststore" }] },
    });
    const digest = (of: Record<string, unknown>) => JSON.stringify(of.podSpec);
    const other = await declared({ trustedCertificates: [CA, CA] });
    expect(digest(other.values)).not.toBe(digest(values));
    const both = createHash("sha256").update(`${CA}\n${CA}`).digest("hex");
    expect(other.values.podSpec).toMatchObject({ annotations: { "neo4j-okta/ca-digest": both } });
  });
});

/** The refusal of arguments, and that nothing was registered before it. */
async function refused(args: Partial<Neo4jReleaseArgs>): Promise<ArgumentError> {
  const registered: string[] = [];
  const outcome = release(args, {}, ({ custom, type }) => custom && registered.push(type));
  const error: unknown = await outcome.catch((reason: unknown) => reason);
  expect(registered).toEqual([]);
  if (!(error instanceof ArgumentError)) throw new Error("the arguments were accepted");
  return error;
}

describe("a contradiction is refused by the component itself, before the first resource", () => {
  type Row = [args: Partial<Neo4jReleaseArgs>, code: string, at: Path, message: string];
  const RUN = 'begins with "$(": Neo4j would run it as a command';

  test.each<Row>([
    [
      { config: { "dbms.security.auth_enabled": "false" } },
      "config-contradiction",
      ["config", "dbms.security.auth_enabled"],
      "is false, which would let everybody in",
    ],
    [
      {
        trustedCertificates: [CA],
        values: { jvm: { additionalJvmArguments: ["-Djavax.net.ssl.trustStore=/mine"] } },
      },
      "values-derived",
      ["values", "jvm", "additionalJvmArguments", 0],
      "would replace `trustedCertificates`",
    ],
    [
      { values: { neo4j: { password: "hunter2" } } },
      "values-secret",
      ["values", "neo4j", "password"],
      "would put a secret into the Helm release in the clear",
    ],
    [
      { tokens: { ...TOKENS, groups: { "a;b": ["reader"] } } },
      "role-mapping",
      ["tokens", "groups"],
      'cannot be written: group "a;b" holds ";", which would break the mapping text',
    ],
    ...(["issuer", "discoveryUri", "audience", "groupsClaim"] as const).map(
      (key): Row => [
        { tokens: { ...TOKENS, [key]: "$(id)" } },
        "config-expansion",
        ["tokens", key],
        RUN,
      ],
    ),
    [{ providerId: "a.b" }, "provider-id", ["providerId"], 'is "a.b"'],
  ])("%j", async (args, code, at, message) => {
    const error = await refused(args);
    expect(error.code).toBe("neo4j-release");
    expect(error.findings).toMatchObject([{ code, at, message }]);
  });

  test.each([
    [{ chart: {} }, NEO4J_CHART_VERSION],
    [{ chart: { version: "5.26.30" } }, "5.26.30"],
    [{ chart: { version: "2025.6.2" }, values: { image: { customImage: "" } } }, "2025.6.2"],
  ])("a Neo4j setting of a later release than that of %j", async (args, version) => {
    const name = "server.http.x_forward.enabled";
    const error = await refused({ ...args, config: { [name]: "true" } });
    expect(error.findings).toMatchObject([
      {
        code: "config-unknown-name",
        at: ["config", name],
        message: `is a setting since Neo4j 2026.03, and the chart carries ${version}`,
      },
    ]);
  });

  test.each([
    { chart: { version: "2026.6.0" } },
    { chart: { path: "./chart" } },
    { values: { image: { customImage: "registry.example.com/neo4j:x" } } },
  ])("no setting of a release that %j may carry", async (args) => {
    const config = { "server.http.x_forward.enabled": "true" };
    expect((await declared({ ...args, config })).values.config).toMatchObject(config);
  });

  test("all at once, in words of its arguments", async () => {
    const { message } = await refused({ providerId: "a.b", values: { nameOverride: "other" } });
    expect(message).toBe(
      [
        '[provider-id] providerId is "a.b".',
        "  Allowed: a lower-case letter, then lower-case letters, digits and -; no dots.",
        "  Fix: choose an id of that form.",
        "[values-derived] values.nameOverride is derived by the program.",
        "  Allowed: values that the program does not derive.",
        "  Fix: remove it, and use `release`.",
      ].join("\n"),
    );
  });
});
