import { describe, expect, test } from "vitest";
import { isDynamic, lookUp, splitGroupName } from "../../../neo4j/config/names.ts";
import { isOlder } from "../../../neo4j/config/release.ts";
import type { Facts } from "../../../neo4j/config/settings/catalogue.ts";
import { readSetting } from "../../../neo4j/config/settings/read.ts";

const ENTERPRISE = { edition: "enterprise", version: "5.26.0" } as const;

describe("readSetting", () => {
  test.each<[Facts, string, unknown]>([
    [{ type: "list", each: "string" }, "a, a,b", ["a", "a", "b"]],
    [{ type: "set", each: "string" }, "a, a,b", ["a", "b"]],
    [{ type: "set", each: "enum", values: ["ONE", "TWO"] }, "two,Two", ["TWO"]],
    [{ type: "list", each: "socket-address" }, ":1,h", [":1", "h"]],
    [{ type: "list", each: "string", filled: true }, "a", ["a"]],
    [{ type: "string", filled: true }, " a ", "a"],
    [{ type: "enum", values: ["ONE"] }, " one", "ONE"],
    [{ type: "integer", min: "1", max: "3" }, "1", 1],
    [{ type: "integer", min: "1", max: "3" }, "3", 3],
    [{ type: "bytes", min: "1.00MiB", or: "0B" }, "0", 0],
    [{ type: "duration", min: "1m", or: "0s" }, "0", 0],
    [{ type: "duration", min: "1m", or: "0s" }, "60s", 60_000],
    [{ type: "hostname" }, "0.0.0.0", "0.0.0.0"],
    [{ type: "socket-address", accessible: true }, ":7687", ":7687"],
    [{ type: "socket-address", accessible: true }, "10.0.0.0:1", "10.0.0.0:1"],
    [{ type: "what the catalogue may say one day" }, " a ", "a"],
    [{ type: "map" }, "a=1", new Map([["a", "1"]])],
  ])("by %j reads %j", (facts, raw, value) => {
    expect(readSetting("x", facts, raw)).toEqual(value);
  });

  test.each<[Facts, string, string]>([
    [{ type: "integer", min: "1", max: "3" }, " 4 ", "maximum allowed value is 3"],
    [{ type: "integer", min: "1", max: "3" }, "0", "minimum allowed value is 1"],
    [
      { type: "duration", min: "1m", or: "0s" },
      "30s",
      "does not fulfill any of is minimum `1m` or is `0s`",
    ],
    [{ type: "string", filled: true }, " ", "Can not be empty."],
    [{ type: "list", each: "string", filled: true }, ",", "Can not be empty."],
    [{ type: "hostname", accessible: true }, "::", "advertised address cannot be '::'"],
    [
      { type: "socket-address", accessible: true },
      "[::]:7687",
      "advertised address cannot be '::'",
    ],
    [
      { type: "socket-address", accessible: true },
      "0.0.0.0",
      "advertised address cannot be '0.0.0.0'",
    ],
  ])("by %j refuses %j: %s", (facts, raw, reason) => {
    const message = `Failed to validate '${raw.trim()}' for 'x': ${reason}`;
    expect(() => readSetting("x", facts, raw)).toThrow(new Error(message));
  });

  test("shows a map that it refuses, but for token_params", () => {
    const facts = { type: "map", keys: ["a"], required: ["a"] };
    expect(() => readSetting("x.params", facts, "")).toThrow(
      "'' map element does not follow k1=v1 format.",
    );
    expect(() => readSetting("x.params", { type: "map", required: ["a", "b"] }, "a=1")).toThrow(
      "'a=1' map does not contain all of the required keys: [a, b].",
    );
    expect(() => readSetting("x.token_params", { type: "map", required: ["b"] }, "a=1")).toThrow(
      "'<hidden>' map does not contain all of the required keys: [b].",
    );
    expect(() => readSetting("x.config", facts, "b=1")).toThrow(
      "map element with key b is not one of the accepted elements [a]",
    );
  });
});

describe("lookUp", () => {
  test.each([
    "constructor",
    "__proto__",
    "dbms.ssl.policy.constructor.enabled",
    "dbms.security.oidcs.a.audience",
    "dbms.security.oidc",
  ])("knows no %s", (name) => {
    expect(lookUp(name, ENTERPRISE)).toEqual({
      warning: `Unrecognized setting. No declared setting with name: ${name}.`,
      isDropped: false,
    });
  });

  test.each(["bolt", "https", "cluster", "backup", "fabric", "testing"])(
    "knows the TLS policy of %s, in both editions",
    (scope) => {
      const name = `dbms.ssl.policy.${scope}`;
      const known = { type: "boolean" };
      expect(lookUp(`${name}.trust_expired`, ENTERPRISE)).toEqual(known);
      expect(lookUp(`${name}.enabled`, { ...ENTERPRISE, edition: "community" })).toEqual(known);
      expect(lookUp(`${name}.verify_expiration`, ENTERPRISE)).toEqual({
        warning: `Sandbox: '${name}.verify_expiration' is no setting of the group '${name}'; Neo4j drops it silently, even under strict validation.`,
        isDropped: true,
      });
    },
  );
});

test.each([
  ["dbms.security.oidc.okta.audience", true],
  ["db.checkpoint.iops.limit", true],
  ["dbms.security.require_local_user", false],
  ["dbms.nothing", false],
])("%s is dynamic: %s", (name, dynamic) => {
  expect(isDynamic(name, ENTERPRISE)).toBe(dynamic);
});

test.each([
  ["p.a.b.c", { id: "a", rest: "b.c" }],
  ["p.a", { id: "a", rest: "" }],
  ["p..b", { id: "", rest: "b" }],
])("the id and the rest of %s", (name, parts) => {
  expect(splitGroupName("p", name)).toEqual(parts);
});

test.each([
  ["5.26.0", "5.26", false],
  ["5.25.9", "5.26", true],
  ["5.3", "5.26", true],
  ["5.26.20", "5.26.21", true],
  ["5.26", "5.26.21", true],
  ["5.26.21", "5.26.21", false],
  ["6.0", "5.26", false],
  ["5.99.0", "2025.01", true],
  ["2025.1.0", "2025.01", false],
  ["2026.01.3", "2025.12", false],
])("%s came out before %s: %s", (version, than, older) => {
  expect(isOlder(version, than)).toBe(older);
});
