import { expect, test } from "vitest";
import { isNeo4jEnterprise, refusalOf } from "../../../kubernetes/node/images.ts";

test.each([
  "neo4j:5.26.21-enterprise",
  "neo4j:enterprise",
  "docker.io/library/neo4j:5-enterprise",
  "registry.example.com:5000/mirror/neo4j:2026.04.0-enterprise@sha256:0123",
  "neo4j-enterprise:5",
])("the stand-in runs %s", (image) => {
  expect(isNeo4jEnterprise(image)).toBe(true);
});

test.each([
  "neo4j:5.26.21",
  "neo4j",
  "neo4j@sha256:enterprise",
  "enterprise/neo4j:5",
  "neo4jx:enterprise",
  "nginx:enterprise",
  "",
])("the stand-in does not run %j", (image) => {
  expect(isNeo4jEnterprise(image)).toBe(false);
});

test("the refusal names the image and the fix", () => {
  expect(refusalOf("nginx:1")).toContain("has none for 'nginx:1'");
  expect(refusalOf("nginx:1")).toContain("Fix: set the chart value neo4j.edition to enterprise");
});
