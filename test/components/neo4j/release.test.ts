import { readFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Neo4jRelease, type Neo4jReleaseArgs } from "../../../components/index.ts";
import { record } from "../../support/pulumi.ts";

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
  const base = { namespace: "graph", release: "db", license: "eval", chart: {}, tokens: TOKENS };
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
      version: "5.26.21",
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
    const { values } = await declared({ config: { "db.tx_timeout": "30s" } });
    const config = Object.values(values.config as Record<string, unknown>);
    expect(config.every((value) => typeof value === "string")).toBe(true);
    expect(config).toContain("30s");
  });

  test("takes a chart from a path, without version and repository", async () => {
    const args = await declared({ chart: { path: "./chart", version: "5.26.21" } });
    expect(args.chart).toBe("./chart");
    expect(args).not.toHaveProperty("version");
    expect(args).not.toHaveProperty("repositoryOpts");
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
  });
});

describe("a contradiction is refused by the component itself", () => {
  test.each([
    [
      { config: { "dbms.security.auth_enabled": "false" } },
      "[config-contradiction] dbms.security.auth_enabled is false, which would let everybody in; remove it",
    ],
    [
      {
        trustedCertificates: [CA],
        values: { jvm: { additionalJvmArguments: ["-Djavax.net.ssl.trustStore=/mine"] } },
      },
      "[values-derived] jvm.additionalJvmArguments.0 would replace neo4j.trustedCertificates; " +
        "remove it, and list the certificate in neo4j.trustedCertificates",
    ],
    [
      { values: { neo4j: { password: "hunter2" } } },
      "[values-secret] neo4j.password would put a secret into the Helm release in the clear; " +
        "remove it; the break-glass password is made by the program",
    ],
    [
      { tokens: { ...TOKENS, groups: { "a;b": ["reader"] } } },
      '[role-mapping] tokens.groups cannot be written: group "a;b" holds ";", which would break ' +
        "the mapping text; rename the group or the role",
    ],
    [
      { tokens: { ...TOKENS, groupsClaim: "$(id)" } },
      '[config-expansion] tokens.groupsClaim begins with "$(": Neo4j would run it as a command; ' +
        "write the value itself",
    ],
    [
      { tokens: { ...TOKENS, audience: "$(id)" } },
      '[config-expansion] tokens.audience begins with "$(": Neo4j would run it as a command; ' +
        "write the value itself",
    ],
    [
      { providerId: "a.b" },
      "[provider-id] providerId is no id of a provider; use a lower-case letter, then lower-case " +
        "letters, digits and -",
    ],
  ])("%j, before the first resource", async (args, message) => {
    const registered: string[] = [];
    const refused = release(args, {}, ({ custom, type }) => custom && registered.push(type));
    await expect(refused).rejects.toMatchObject({ code: "neo4j-release", message });
    expect(registered).toEqual([]);
  });
});
