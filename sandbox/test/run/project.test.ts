import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadProject, neo4jChart } from "../../run/project.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "project-"));
  await writeFile(join(root, "Pulumi.yaml"), "name: neo4j-okta\nmain: infra/index.ts\n");
  await writeFile(join(root, "Pulumi.prod.yaml"), "config: {}\n");
});

afterEach(() => rm(root, { recursive: true }));

test("reads the project and the stack's settings", async () => {
  await writeFile(join(root, "Pulumi.dev.yaml"), "config:\n  neo4j-okta:scope: neo4j_groups\n");
  expect(await loadProject(root, "dev")).toEqual({
    root,
    name: "neo4j-okta",
    main: "infra/index.ts",
    stack: "dev",
    config: { "neo4j-okta:scope": "neo4j_groups" },
  });
});

test("names the stacks there are when the asked one has no settings", async () => {
  await expect(loadProject(root, "staging")).rejects.toMatchObject({
    code: "stack-missing",
    message: expect.stringMatching(
      /Pulumi\.staging\.yaml is not in .*Stacks with settings: prod\./,
    ),
  });
});

/** Ten aliases of ten aliases, and so on: a small text that would fill the memory. */
const BOMB = Array.from({ length: 9 }, (_, level) => {
  const items = Array.from({ length: 10 }, () => (level === 0 ? "x" : `*a${level - 1}`));
  return `a${level}: &a${level} [${items.join(", ")}]`;
}).join("\n");

test.each([
  ["config: [", "stack-yaml", "is not YAML"],
  ["config: *nowhere", "stack-yaml", "is not YAML: Unresolved alias"],
  [BOMB, "stack-yaml", "is not YAML: Excessive alias count"],
  ["- a\n- b\n", "stack-yaml", "must hold a YAML mapping"],
  ["", "stack-yaml", "it holds nothing"],
  ["config: [1]\n", "stack-config", "config must be a mapping"],
  ["config: text\n", "stack-config", "config must be a mapping"],
])("refuses settings that read %j", async (text, code, message) => {
  await writeFile(join(root, "Pulumi.dev.yaml"), text);
  await expect(loadProject(root, "dev")).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test.each(["../prod", "", "a/b", "a b", "x".repeat(101)])(
  "refuses the stack name %j",
  async (name) => {
    await expect(loadProject(root, name)).rejects.toMatchObject({
      code: "stack-name",
      exitCode: 2,
    });
  },
);

test("says so when there is no project", async () => {
  await rm(join(root, "Pulumi.yaml"));
  await expect(loadProject(root, "prod")).rejects.toMatchObject({
    code: "stack-missing",
    message: expect.stringContaining("has no Pulumi.yaml"),
  });
});

test.each([
  [{}, {}],
  [{ "neo4j-okta:neo4j": { chart: { version: "5.26.21" } } }, {}],
  [
    { "neo4j-okta:neo4j": { chart: { repository: "https://charts.example.com" } } },
    { repository: "https://charts.example.com" },
  ],
  [{ "neo4j-okta:neo4j": { chart: { path: "charts/neo4j" } } }, { path: "charts/neo4j" }],
  [{ "neo4j-okta:neo4j": "not a mapping" }, {}],
])("finds the chart that the settings %j name", (config, chart) => {
  expect(
    neo4jChart({ root, name: "neo4j-okta", main: "infra/index.ts", stack: "dev", config }),
  ).toEqual(chart);
});
