import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeEmptyProject } from "../../../bench/stack/empty-project.ts";
import { programTime } from "../../../bench/stack/program-time.ts";

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "neo4j-okta-test-"));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test("times a program that declares nothing", async () => {
  const project = await writeEmptyProject(directory, resolve(import.meta.dirname, "../../.."));
  const { first, again } = await programTime(project, { any: ["thing"] });
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
