import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installStandIns } from "../../plugins/install.ts";
import { writeExecutable } from "../support/executable.ts";

const VERSIONS = { okta: "7.1.0", kubernetes: "4.34.2", random: "4.21.2" };

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "neo4j-okta-install-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test("each plugin is where the engine looks for an installed one of that version", async () => {
  const options = { node: "/n", helm: "/h" };
  const installed = await installStandIns(home, VERSIONS, options);
  for (const [name, version] of Object.entries(VERSIONS) as [keyof typeof VERSIONS, string][]) {
    const folder = `resource-${name}-v${version}`;
    expect(installed[name]).toBe(join(home, "plugins", folder, `pulumi-resource-${name}`));
    expect((await stat(installed[name] as string)).mode & 0o777).toBe(0o755);
  }
});

test("only those asked for are installed, and a second time is as the first", async () => {
  const options = { node: "/n", helm: "/h" };
  const first = await installStandIns(home, { random: "4.21.2" }, options);
  expect(await installStandIns(home, { random: "4.21.2" }, options)).toEqual(first);
  expect(Object.keys(first)).toEqual(["random"]);
});

/** Runs an installed plugin with a "Node.js" that prints what it was given. */
async function run(executable: string | undefined, node: string): Promise<string[]> {
  const variables = '"$PLUGIN_VERSION" "$HELM" "$NEO4J_CHART" "$CHART_REPOSITORIES"';
  writeExecutable(node, `#!/bin/sh\nprintf "%s\\n" ${variables} "$@"\n`);
  const { stdout } = await promisify(execFile)(executable ?? "", ["127.0.0.1:1"]);
  return stdout.trimEnd().split("\n");
}

test("paths with quotes and spaces reach the program as they are", async () => {
  const node = join(home, "it's a node $(touch x)");
  const chart = { path: "/a chart's", repository: "https://charts.example.com" };
  const repositories = ["https://charts.example.com/it's"];
  const options = { node, helm: "h\"e l'm", chart, repositories };
  const { kubernetes } = await installStandIns(home, { kubernetes: "4.34.2" }, options);
  const [version, helm, replacement, allowed, entry, ...args] = await run(kubernetes, node);
  expect([version, helm, ...args]).toEqual(["4.34.2", options.helm, "kubernetes", "127.0.0.1:1"]);
  expect(JSON.parse(replacement ?? "")).toEqual(chart);
  expect(JSON.parse(allowed ?? "")).toEqual(repositories);
  expect(entry).toMatch(/\/plugins\/main\.ts$/);
});

test("Helm and the chart are for the kubernetes plugin alone", async () => {
  const node = join(home, "node");
  const options = { node, helm: "/h", chart: { path: "/c" }, repositories: ["https://c"] };
  const { okta } = await installStandIns(home, { okta: "7.1.0" }, options);
  expect((await run(okta, node)).slice(0, 4)).toEqual(["7.1.0", "", "", ""]);
});
