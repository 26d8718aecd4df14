import { describe, expect, test } from "vitest";
import { parseConfiguration } from "../../../neo4j/config/index.ts";

const OKTA = "dbms.security.oidc.okta-backend";
const PROVIDER = {
  "dbms.security.authentication_providers": "oidc-okta-backend,native",
  "dbms.security.authorization_providers": "oidc-okta-backend,native",
  [`${OKTA}.well_known_discovery_uri`]: "https://org.okta.com/.well-known/openid-configuration",
  [`${OKTA}.audience`]: "api://default",
};

describe("the Community edition", () => {
  const community = (settings: Record<string, string>) =>
    parseConfiguration(new Map(Object.entries(settings)), { edition: "community" });

  test("has no OIDC providers", () => {
    expect(() => community(PROVIDER)).toThrow(
      expect.objectContaining({
        code: "unrecognized-setting",
        message: `Unrecognized setting. No declared setting with name: dbms.security.authentication_providers. It needs Neo4j Enterprise Edition. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.`,
      }),
    );
    expect(() =>
      community({ ...PROVIDER, "server.config.strict_validation.enabled": "false" }),
    ).toThrow(
      expect.objectContaining({
        code: "edition",
        message:
          "Illegal configuration: provider 'oidc-okta-backend' needs Neo4j Enterprise Edition; set the chart's neo4j.edition to \"enterprise\".",
      }),
    );
  });

  test("runs on native logins", () => {
    expect(community({}).authenticationProviders).toEqual(["native"]);
  });

  test("knows no setting of Enterprise, and those that the manual wrongly calls so", () => {
    const lax = { "server.config.strict_validation.enabled": "false" };
    const { warnings } = community({
      ...lax,
      "dbms.max_databases": "9",
      [`${OKTA}.audience`]: "x",
      "db.track_query_cpu_time": "true",
    });
    expect(warnings).toEqual([
      "Unrecognized setting. No declared setting with name: dbms.max_databases. It needs Neo4j Enterprise Edition.",
      `Unrecognized setting. No declared setting with name: ${OKTA}.audience. It needs Neo4j Enterprise Edition.`,
    ]);
  });
});

describe("the release decides which settings there are", () => {
  const read = (version: string, settings: Record<string, string>) =>
    parseConfiguration(new Map(Object.entries(settings)), { version });
  const local = { "dbms.security.require_local_user": "true" };
  const why = (name: string, reason: string) =>
    `Unrecognized setting. No declared setting with name: ${name}.${reason}`;
  const late = why(
    "dbms.security.require_local_user",
    " It is known since Neo4j 5.24, and this is 5.17.0.",
  );

  test.each([
    ["5.17.0", "dbms.security.require_local_user", "5.24"],
    ["5.26.20", "db.logs.query.obfuscate_errors", "5.26.21"],
    ["5.26.21", "db.query.default_language", "2025.06"],
    ["5.26.21", "dbms.cluster.endpoints", "2025.01"],
    ["2026.02.3", "dbms.security.abac.authorization_providers", "2026.03"],
    ["2026.01.2", "db.logs.query.obfuscate_errors", "2026.01.3"],
  ])("%s refuses %s, which came with %s", (version, name, since) => {
    const message = why(name, ` It is known since Neo4j ${since}, and this is ${version}.`);
    expect(() => read(version, { [name]: "x" })).toThrow(
      expect.objectContaining({
        code: "unrecognized-setting",
        message: `${message} Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.`,
      }),
    );
  });

  test.each([
    ["2025.01.0", "dbms.cluster.discovery.endpoints", " It was removed in Neo4j 2025.01."],
    ["2025.01.0", "dbms.security.http_static_content_security_policy", ""],
  ])("%s refuses %s:%s", (version, name, reason) => {
    expect(() => read(version, { [name]: "x" })).toThrow(why(name, reason));
  });

  test("ignores it with a warning where strict validation is off", () => {
    const lax = { ...local, "server.config.strict_validation.enabled": "false" };
    expect(read("5.17.0", lax)).toMatchObject({ requireLocalUser: false, warnings: [late] });
  });

  test.each(["5.24.0", "5.26.21", "5.99.0", "2025.06.2", "2026.07.0", "2031.01.0"])(
    "%s knows what came before it",
    (version) => {
      expect(read(version, local).requireLocalUser).toBe(true);
    },
  );

  test.each([
    ["5.26.21", "dbms.security.http_static_content_security_policy_header", "default-src 'self'"],
    ["2026.6.0", "internal.dbms.sharded_property_database.enabled", "false"],
    ["2026.06.0", "dbms.security.abac.authorization_providers", ""],
    ["5.26.29", "dbms.cluster.raft.async_channel_acquisition_enabled", "true"],
    ["5.26.0", "db.memory.transaction.max", "0B"],
    ["5.26.0", "server.bolt.traffic_accounting_check_period", "0s"],
    ["5.26.0", "dbms.cypher.infer_schema_parts", "OFF"],
  ])("%s takes %s=%s", (version, name, value) => {
    expect(read(version, { [name]: value }).warnings).toEqual([]);
  });
});
