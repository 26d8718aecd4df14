import { describe, expect, test } from "vitest";
import { lookUp } from "../../../../components/neo4j/config/names.ts";
import { typeFault } from "../../../../components/neo4j/config/types.ts";

/** Judges a value by what is known of a real setting. */
function fault(name: string, value: string): string | undefined {
  const found = lookUp(name, undefined);
  if (!("facts" in found)) throw new Error(`${name} is no setting`);
  return typeFault(found.facts, value);
}

describe("Neo4j takes", () => {
  test.each([
    ["dbms.security.auth_enabled", " True "],
    ["server.bolt.thread_pool_max_size", "+400"],
    ["db.checkpoint.iops.limit", "-1"],
    ["db.import.csv.buffer_size", "99999999999"],
    ["db.transaction.sampling.percentage", "1"],
    ["db.transaction.sampling.percentage", "100"],
    ["dbms.cypher.statistics_divergence_threshold", "7.5e-1"],
    ["dbms.cypher.statistics_divergence_threshold", ".5"],
    ["dbms.integrations.cloud_storage.s3.target_throughput_gbps", "12.5"],
    ["dbms.integrations.cloud_storage.s3.target_throughput_gbps", "10"],
    ["dbms.integrations.cloud_storage.s3.target_throughput_gbps", "+1.25E+12"],
    ["dbms.routing_ttl", "1s"],
    ["dbms.routing_ttl", "1000ms"],
    ["dbms.routing_ttl", "1"],
    ["dbms.routing_ttl", "0m1s"],
    ["dbms.routing_ttl", "1H30M"],
    ["dbms.routing_ttl", "1000000μs"],
    ["dbms.routing_ttl", "1000000us"],
    ["dbms.routing_ttl", "1000000000ns"],
    ["dbms.routing_ttl", "1d"],
    ["server.bolt.traffic_accounting_check_period", "0"],
    ["server.bolt.traffic_accounting_check_period", "1m"],
    ["dbms.cluster.raft.election_failure_detection_window", "3s-6s"],
    ["dbms.cluster.raft.election_failure_detection_window", "1500ms-20000μs"],
    ["db.memory.transaction.max", "0"],
    ["db.memory.transaction.max", "0B"],
    ["db.memory.transaction.max", "1m"],
    ["db.memory.transaction.max", "1024 KiB"],
    ["db.memory.transaction.max", "1.5mb"],
    ["db.memory.transaction.max", "1PB"],
    ["server.metrics.csv.rotation.size", "8388608TiB"],
    ["server.default_listen_address", "localhost"],
    ["server.default_listen_address", "::1"],
    ["server.default_listen_address", "[::1]"],
    ["server.bolt.listen_address", ":7687"],
    ["server.bolt.listen_address", "0.0.0.0"],
    ["server.bolt.listen_address", "[::]:7687"],
    ["server.bolt.advertised_address", "graph.example.com:7687"],
    ["server.bolt.advertised_address", "10.0.0.0:7687"],
    ["initial.dbms.default_database", "a.b-1"],
    ["server.bolt.tls_level", "required"],
    ["server.http_enabled_transports", "HTTP2, http1_1 ,"],
    ["server.bolt.additional_listen_addresses", ":1, h:2"],
    ["server.databases.read_only", "one,two"],
    ["dbms.security.procedures.unrestricted", "apoc.*"],
    ["dbms.security.procedures.unrestricted", ""],
    ["dbms.security.oidc.x.audience", "a,b"],
    ["dbms.security.oidc.x.authorization.group_to_role_mapping", '"a"=b'],
    ["dbms.security.oidc.x.jwks_uri", "https://keys.example.com/a"],
    ["db.temporal.timezone", "+02:00"],
    ["server.directories.data", "data"],
  ])("%s=%s", (name, value) => {
    expect(fault(name, value)).toBeUndefined();
  });
});

describe("Neo4j would not start with", () => {
  test.each([
    ["dbms.security.auth_enabled", "no", 'is "no", which is neither true nor false'],
    ["dbms.security.auth_enabled", "truest", 'is "truest", which is neither true nor false'],
    ["server.bolt.thread_pool_max_size", "4.5", 'is "4.5", which is no whole number'],
    [
      "server.bolt.thread_pool_max_size",
      "40000000000",
      'is "40000000000", which is no whole number',
    ],
    ["db.import.csv.buffer_size", "x1", 'is "x1", which is no whole number'],
    ["db.import.csv.buffer_size", "1x", 'is "1x", which is no whole number'],
    ["db.import.csv.buffer_size", "0", "is 0, which is less than 1"],
    ["db.transaction.sampling.percentage", "101", "is 101, which is more than 100"],
    ["dbms.cypher.statistics_divergence_threshold", "half", 'is "half", which is no number'],
    ["dbms.cypher.statistics_divergence_threshold", "1.01", "is 1.01, which is more than 1.0"],
    ["dbms.cypher.statistics_divergence_threshold", "-0.1", "is -0.1, which is less than 0.0"],
    ["dbms.routing_ttl", "1w", 'is "1w", which is no duration such as 30s or 1h30m'],
    ["dbms.routing_ttl", "1h 30m", 'is "1h 30m", which is no duration such as 30s or 1h30m'],
    ["dbms.routing_ttl", "999ms", "is 999ms, which is less than 1s"],
    ["dbms.routing_ttl", "999999us", "is 999999us, which is less than 1s"],
    ["dbms.routing_ttl", "999999μs", "is 999999μs, which is less than 1s"],
    ["dbms.routing_ttl", "999999999ns", "is 999999999ns, which is less than 1s"],
    [
      "server.bolt.traffic_accounting_check_period",
      "30s",
      "is 30s, which is less than 1m and not 0s",
    ],
    [
      "dbms.cluster.raft.election_failure_detection_window",
      "3s",
      'is "3s", which is no range of durations such as 3s-6s',
    ],
    [
      "db.memory.transaction.max",
      "1kib",
      'is "1kib", which is no size such as 512m or 2GiB (the case of the unit counts)',
    ],
    ["db.memory.transaction.max", "1023k", "is 1023k, which is less than 1.00MiB and not 0B"],
    ["server.metrics.csv.rotation.size", "9PiB", undefined],
    ["server.metrics.csv.rotation.size", "9EB", "is 9EB, which is more than 8388608.00TiB"],
    ["server.default_listen_address", "h:1", 'is "h:1", which is no host without a port'],
    [
      "server.bolt.listen_address",
      "http://h:1",
      'is "http://h:1", which is no address such as graph.example.com:7687',
    ],
    [
      "server.bolt.listen_address",
      " ",
      'is " ", which is no address such as graph.example.com:7687',
    ],
    [
      "server.bolt.advertised_address",
      "0.0.0.0:7687",
      "is 0.0.0.0:7687, where nobody can reach the server",
    ],
    ["server.bolt.advertised_address", "[::]:1", "is [::]:1, where nobody can reach the server"],
    ["server.default_advertised_address", "::", "is ::, where nobody can reach the server"],
    ["initial.dbms.default_database", "systems", 'is "systems", which is no name of a database'],
    ["initial.dbms.default_database", " abc", 'is " abc", which is no name of a database'],
    ["initial.dbms.default_database", "ab", 'is "ab", which is no name of a database'],
    ["server.bolt.tls_level", "on", 'is "on", which is not one of REQUIRED, OPTIONAL, DISABLED'],
    [
      "server.http_enabled_transports",
      "HTTP2,HTTP3",
      'is "HTTP3", which is not one of HTTP1_1, HTTP2',
    ],
    ["dbms.security.oidc.x.audience", " , ", "is empty"],
    [
      "dbms.security.oidc.x.authorization.group_to_role_mapping",
      '"a"',
      "is no group-to-role mapping",
    ],
    [
      "dbms.security.oidc.x.jwks_uri",
      "http://k.example",
      'is "http://k.example", which is not https',
    ],
    ["dbms.security.oidc.x.jwks_uri", " https://k", 'is " https://k", which is not https'],
    [
      "dbms.security.oidc.x.config",
      "token_type=x",
      "has the key token_type, which Neo4j does not know",
    ],
    ["dbms.security.oidc.x.params", "client_id=a;scope=b", "lacks the key response_type"],
  ])("%s=%s: it %s", (name, value, message) => {
    expect(fault(name, value)).toBe(message);
  });
});

describe("a map", () => {
  const params = { type: "map", required: ["client_id", "scope"] };
  const config = { type: "map", keys: ["principal"] };
  test.each([
    [params, "client_id=a;scope=openid profile", undefined],
    [params, "client_id=a;scope=openid;", undefined],
    [params, "client_id=a; scope=b", "has element 2, which is not key=value"],
    [params, "client_id=a;;scope=b", "has element 2, which is not key=value"],
    [params, "client_id=a", "lacks the key scope"],
    [config, "principal=email", undefined],
    [config, "token_type=x", "has the key token_type, which Neo4j does not know"],
    [{ type: "map" }, "a=b=c", undefined],
    [{ type: "map" }, "hunter2", "has element 1, which is not key=value"],
    [{ type: "map" }, "=b", "has element 1, which is not key=value"],
    [{ type: "map" }, "", "has element 1, which is not key=value"],
  ])("%j takes %j: %s", (facts, text, message) => {
    expect(typeFault(facts, text)).toBe(message);
  });
});
