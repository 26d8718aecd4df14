import { expect, test } from "vitest";
import { overlayConfig } from "../../run/overlay.ts";
import type { Project } from "../../run/project.ts";

const endpoints = {
  oktaUrl: "http://127.0.0.1:4000",
  oktaAccessToken: "token-of-the-emulator",
  kubeconfig: "kubeconfig-text",
};

function project(config: Record<string, unknown>): Project {
  return { root: "/p", name: "neo4j-okta", main: "infra/index.ts", stack: "dev", config };
}

test("replaces the providers' settings and nothing else", () => {
  const { plain, secret } = overlayConfig(
    project({
      "okta:orgName": "acme",
      "okta:privateKey": { secure: "v1:abc" },
      "kubernetes:context": "prod",
      "neo4j-okta:scope": "neo4j_groups",
      "neo4j-okta:accounts": [{ name: "etl-loader" }],
    }),
    endpoints,
  );
  expect(plain).toEqual({
    "neo4j-okta:scope": "neo4j_groups",
    "neo4j-okta:accounts": [{ name: "etl-loader" }],
    "okta:httpProxy": "http://127.0.0.1:4000",
  });
  expect(secret).toEqual({
    "okta:accessToken": "token-of-the-emulator",
    "kubernetes:kubeconfig": "kubeconfig-text",
  });
});

test("puts a chart of its own in the place of the repository's, keeping the other settings", () => {
  const { plain } = overlayConfig(
    project({
      "neo4j-okta:neo4j": {
        namespace: "db",
        chart: { version: "5.26.21", repository: "https://x" },
      },
    }),
    { ...endpoints, chartPath: "/charts/neo4j" },
  );
  expect(plain["neo4j-okta:neo4j"]).toEqual({ namespace: "db", chart: { path: "/charts/neo4j" } });
});

test("does not change the project it was given", () => {
  const given = project({ "neo4j-okta:neo4j": { chart: { version: "1" } } });
  overlayConfig(given, { ...endpoints, chartPath: "/c" });
  expect(given.config).toEqual({ "neo4j-okta:neo4j": { chart: { version: "1" } } });
});

test("refuses a value that only the stack's own key can open, and names it", () => {
  expect(() =>
    overlayConfig(
      project({ "neo4j-okta:neo4j": { values: { licence: { secure: "v1:x" } } } }),
      endpoints,
    ),
  ).toThrow(
    expect.objectContaining({
      code: "setting-encrypted",
      message: expect.stringContaining("neo4j-okta:neo4j.values.licence is encrypted"),
    }),
  );
});
