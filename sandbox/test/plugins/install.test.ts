import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installStandIns } from "../../plugins/install.ts";

const VERSIONS = { okta: "7.1.0", kubernetes: "4.34.2", random: "4.21.2" };

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "neo4j-okta-install-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test("each plugin is where the engine looks for an installed one of that version", async () => {
  const options = { node: "/n", env: { HELM: "/h" } };
  const installed = await installStandIns(home, VERSIONS, options);
  for (const [name, version] of Object.entries(VERSIONS) as [keyof typeof VERSIONS, string][]) {
    const folder = `resource-${name}-v${version}`;
    expect(installed[name]).toBe(join(home, "plugins", folder, `pulumi-resource-${name}`));
    expect((await stat(installed[name] as string)).mode & 0o777).toBe(0o755);
  }
  const script = await readFile(installed.okta as string, "utf8");
  expect(script).toContain("PLUGIN_VERSION='7.1.0'");
});

test("only those asked for are installed, and a second time is as the first", async () => {
  const options = { node: "/n", env: { HELM: "/h" } };
  const first = await installStandIns(home, { random: "4.21.2" }, options);
  expect(await installStandIns(home, { random: "4.21.2" }, options)).toEqual(first);
  expect(Object.keys(first)).toEqual(["random"]);
});

test("paths with quotes and spaces reach the program as they are", async () => {
  const options = { node: "/it's a node/$(touch x)", env: { HELM: "h\"e l'm" } };
  const { kubernetes } = await installStandIns(home, { kubernetes: "4.34.2" }, options);
  const script = await readFile(kubernetes as string, "utf8");
  const show = script
    .replace("exec ", 'exec printf "%s|" "$HELM" ')
    .replace(/HELM=('.*') exec/, "export HELM=$1; exec");
  const { stdout } = await promisify(execFile)("sh", ["-c", show, "sh", "127.0.0.1:1"]);
  const [helm, node, entry, name, address] = stdout.split("|");
  expect([helm, node, name, address]).toEqual([
    options.env.HELM,
    options.node,
    "kubernetes",
    "127.0.0.1:1",
  ]);
  expect(entry).toMatch(/\/sandbox\/plugins\/main\.ts$/);
});
