import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { programTime } from "../../../bench/stack/program-time.ts";
import { BARE_APPS, EMPTY, writeProject } from "../../../bench/stack/projects.ts";
import { settingsWith } from "../../../bench/stack/settings.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "neo4j-okta-test-"));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test.each([
  ["nothing", EMPTY, { any: ["thing"] }],
  ["only apps", BARE_APPS, settingsWith(2)],
])("times a program that declares %s", async (name, source, settings) => {
  const project = await writeProject(join(directory, name), ROOT, "baseline", source);
  const { first, again } = await programTime(project, settings);
  expect(first).toBeGreaterThan(0);
  expect(again).toBeGreaterThan(0);
});

test("fails with the program's own message", async () => {
  await writeFile(join(directory, "broken.js"), 'throw new Error("no such setting");');
  const program = { root: directory, name: "broken", main: "broken.js" };
  await expect(programTime(program, {})).rejects.toThrow(
    /^The program failed under the benchmark: [\s\S]*no such setting/,
  );
});
