import { describe, expect, test } from "vitest";
import { oidcSettings } from "../../../../access/oidc-settings.ts";
import { lookUp, oidcSettingName, settingsOf } from "../../../../components/neo4j/config/names.ts";

const OIDC = "dbms.security.oidc";

describe("lookUp", () => {
  test.each([
    ["5.26.21", `${OIDC}.okta.audience`, "list"],
    ["5.26.21", `${OIDC}.okta.claims.groups`, "string"],
    ["5.26.21", "dbms.ssl.policy.bolt.client_auth", "enum"],
    ["5.26.21", "dbms.security.http_static_content_security_policy_header", "string"],
    ["5.26.21", "dbms.security.ldap.authorization.system_username", "string"],
    ["5.26.21", "server.directories.transaction.logs.root", "path"],
    ["5.26.21", "dbms.cypher.infer_schema_parts", "enum"],
    ["5.26.21", "server.queryapi.transaction_idle_timeout", "duration"],
    ["5.26.21", "db.logs.query.obfuscate_errors", "boolean"],
    ["5.27.0", "dbms.cluster.discovery.endpoints", "list"],
    ["5.26", "dbms.cluster.network.client_inactivity_timeout", "duration"],
    ["2025.1.0", "dbms.cluster.endpoints", "list"],
    ["2025.6.0", "db.query.default_language", "enum"],
    ["2026.6.0", "internal.dbms.sharded_property_database.enabled", "boolean"],
    ["2026.1.3", "db.logs.query.obfuscate_errors", "boolean"],
    ["2027.1.0", "server.directories.seeds", "path"],
    [undefined, "dbms.cluster.discovery.endpoints", "list"],
    [undefined, "server.directories.seeds", "path"],
  ])("Neo4j %s knows %s, of type %s", (version, name, type) => {
    expect(lookUp(name, version)).toMatchObject({ facts: { type } });
  });

  test.each([
    ["5.17.0", "dbms.security.require_local_user", "since Neo4j 5.24"],
    ["5.26.20", "db.logs.query.obfuscate_errors", "since Neo4j 5.26.21"],
    ["5.26.21", "db.query.default_language", "since Neo4j 2025.06"],
    ["5.26.21", "dbms.cluster.endpoints", "since Neo4j 2025.01"],
    ["2025.5.0", "db.query.default_language", "since Neo4j 2025.06"],
    ["2025.11.2", "server.directories.seeds", "since Neo4j 2026.04"],
    ["2026.1.2", "db.logs.query.obfuscate_errors", "since Neo4j 2026.01.3"],
    ["2025.1.0", "dbms.cluster.discovery.endpoints", "up to Neo4j 5.26"],
  ])("Neo4j %s has no %s, which is a setting %s", (version, name, other) => {
    expect(lookUp(name, version)).toEqual({ other });
  });

  test.each([
    [`${OIDC}.okta.claims.audience`, `${OIDC}.okta.audience`],
    [`${OIDC}.okta.claims.group`, `${OIDC}.okta.claims.groups`],
    ["dbms.ssl.policy.bolt.trust_al", "dbms.ssl.policy.bolt.trust_all"],
    ["dbms.security.require_local_users", "dbms.security.require_local_user"],
    [
      "dbms.security.http_static_content_security_policy",
      "dbms.security.http_static_content_security_policy_header",
    ],
    ["dbms.memory.heap.max_size", "server.memory.heap.max_size"],
    ["server.bolt.advertised_adress", "server.bolt.advertised_address"],
    ["Server.Bolt.Enabled", "server.bolt.enabled"],
  ])("%s is unknown, and %s is meant", (name, meant) => {
    expect(lookUp(name, "5.26.21")).toEqual({ unknown: true, meant });
  });

  test.each([
    "dbms.anything.at.all",
    "apoc.export.file.enabled",
    `${OIDC}.okta`,
    "dbms.ssl.policy.cellar.enabled.now.please",
    "server",
    "a",
    "constructor",
    "__proto__",
  ])("%s is unknown, and nothing is like it", (name) => {
    expect(lookUp(name, "5.26.21")).toEqual({ unknown: true });
  });

  test("of Neo4j 2026.6.0 is unknown too, and its like are those of that line", () => {
    expect(lookUp("dbms.anything.at.all", "2026.6.0")).toEqual({ unknown: true });
    expect(lookUp("server.directories.seed", "2026.6.0")).toEqual({
      unknown: true,
      meant: "server.directories.seeds",
    });
  });

  test.each(["5.26.21", "2026.6.0", undefined])("Neo4j %s knows what is derived", (version) => {
    const names = Object.keys(
      oidcSettings({
        providerId: "okta-backend",
        issuer: "",
        discoveryUri: "",
        audience: "",
        groupsClaim: "",
        groups: {},
        nativeLogin: true,
      }),
    );
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !("facts" in lookUp(name, version)))).toEqual([]);
  });
});

test.each([
  ["5.26.21", "settings of Neo4j 5.26.21"],
  ["2026.7.0", "settings of Neo4j 2026.7.0"],
  ["2026.7.3", "settings of Neo4j 2026.7.3"],
  ["2026.8.0", "settings of Neo4j 2026.8.0, as far as those of 2026.07 are known"],
  [undefined, "settings of Neo4j 5.26 or later"],
])("the settings of %s are called %s", (version, text) => {
  expect(settingsOf(version)).toBe(text);
});

test.each([
  [`${OIDC}.okta.claims.groups`, { provider: "okta", suffix: "claims.groups" }],
  [`${OIDC}.okta`, undefined],
  [`${OIDC}..audience`, undefined],
  [`x.${OIDC}.okta.audience`, undefined],
])("the parts of %s", (name, parts) => {
  expect(oidcSettingName(name)).toEqual(parts);
});
