import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readStackFile } from "../../../infra/check/stack-file.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stack-file-"));
});

afterEach(() => rm(folder, { recursive: true }));

async function read(text: string) {
  await writeFile(join(folder, "Pulumi.test.yaml"), text);
  return readStackFile(folder, "test");
}

test("gives each setting with its value and its place", async () => {
  const file = await read(`encryptionsalt: x
config:
  a:b: [1, {c: d}]
  e: &shared
    f: {7: g}
  h: *shared
`);
  expect(file.name).toBe("Pulumi.test.yaml");
  expect(file.config).toEqual({
    "a:b": [1, { c: "d" }],
    e: { f: { 7: "g" } },
    h: { f: { 7: "g" } },
  });
  const places = [
    [["a:b"], 3, 3],
    [["a:b", 0], 3, 9],
    [["a:b", 1], 3, 12],
    [["a:b", 1, "c"], 3, 13],
    [["a:b", 1, "c", "deeper"], 3, 13],
    [["a:b", 2], 3, 3],
    [["a:b", "x"], 3, 3],
    [["e", "f"], 5, 5],
    [["e", "f", 7], 5, 9],
    [["h", "f"], 5, 5],
    [["nobody"], 2, 1],
    [[], 2, 1],
  ] as const;
  expect(places.map(([at]) => file.position(at))).toEqual(
    places.map(([, line, column]) => ({ line, column })),
  );
});

test.each(["", "# nothing\n", "config:\n", "other: 1\n"])("%j holds no settings", async (text) => {
  const file = await read(text);
  expect(file.config).toEqual({});
  expect(file.position(["a"])).toEqual({ line: 1, column: 1 });
});

test.each([
  ["config: [a]\n", "1:9: config must be a map of settings"],
  ["x: 1\nconfig: text\n", "2:9: config must be a map of settings"],
  ["text\n", "1:1: must hold a map"],
  ["# first\n\n- a\n", "3:1: must hold a map"],
  ["a: 1\na: 2\n", "2:1: not YAML: Map keys must be unique"],
])("%j is refused in one line", async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({
    code: "check-stack-unreadable",
    message: `Pulumi.test.yaml:${message}`,
  });
});

test("what takes too much room to be read is refused as such", async () => {
  const levels = ["a", "b", "c", "d", "e", "f", "g"].map((name, index, all) => {
    const inner = index === 0 ? "x" : `*${all[index - 1]}`;
    return `  ${name}: &${name} [${Array(10).fill(inner).join(", ")}]\n`;
  });
  await expect(read(`config:\n${levels.join("")}`)).rejects.toMatchObject({
    code: "check-stack-unreadable",
    message: expect.stringMatching(/^Pulumi\.test\.yaml:1:1: not YAML: Excessive alias count/),
  });
});

test("a stack without a file is told of those that have one", async () => {
  await expect(readStackFile(folder, "nope")).rejects.toMatchObject({
    code: "check-stack-missing",
    message: `Pulumi.nope.yaml is not in ${folder}. Stacks with settings: none. Fix: choose one with --stack NAME, or another folder with --project DIR.`,
  });
  const names = ["Pulumi.yaml", "Pulumi.b.yaml", "Pulumi.a.b.yaml", "Pulumi.c.yaml.bak"];
  for (const name of [...names, "xPulumi.d.yaml", "Pulumi-e.yaml", "Pulumi.f-yaml"]) {
    await writeFile(join(folder, name), "");
  }
  await expect(readStackFile(folder, "nope")).rejects.toThrow("Stacks with settings: a.b, b.");
  const nowhere = join(folder, "nowhere");
  await expect(readStackFile(nowhere, "dev")).rejects.toThrow("Stacks with settings: none.");
});

test("a stack's file that is none is refused", async () => {
  await mkdir(join(folder, "Pulumi.dev.yaml"));
  await expect(readStackFile(folder, "dev")).rejects.toMatchObject({
    code: "check-stack-unreadable",
    message: expect.stringMatching(/^Pulumi\.dev\.yaml cannot be read: EISDIR/),
  });
});

test("a link shows nobody what a file outside of the project's folder holds", async () => {
  const project = join(folder, "project");
  await mkdir(project);
  await writeFile(join(folder, "credentials"), "[hunter2");
  await symlink("../credentials", join(project, "Pulumi.test.yaml"));
  await expect(readStackFile(project, "test")).rejects.toMatchObject({
    code: "check-stack-unreadable",
    message:
      "Pulumi.test.yaml is a link to a file outside of its folder. " +
      "Fix: put the file itself there; messages could show what the other one holds.",
  });
  await writeFile(join(project, "shared.yaml"), "config: {a:b: 1}\n");
  await symlink("shared.yaml", join(project, "Pulumi.other.yaml"));
  expect((await readStackFile(project, "other")).config).toEqual({ "a:b": 1 });
});
