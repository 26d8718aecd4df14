import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadProgram, loadSettings, type Program } from "../../run/project.ts";

let root: string;
let program: Program;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "project-"));
  program = { root, name: "app", runtime: "nodejs", main: undefined };
});

afterEach(() => rm(root, { recursive: true }));

const write = (file: string, text: string) => writeFile(join(root, file), text);

/** Ten aliases of ten aliases, and so on: a small text that would fill the memory. */
const BOMB = Array.from({ length: 9 }, (_, level) => {
  const items = Array.from({ length: 10 }, () => (level === 0 ? "x" : `*a${level - 1}`));
  return `a${level}: &a${level} [${items.join(", ")}]`;
}).join("\n");

describe("the program", () => {
  test.each([
    ["name: app\nruntime: yaml\n", "yaml", undefined],
    ["name: app\nruntime:\n  name: nodejs\nmain: src/index.ts\n", "nodejs", "src/index.ts"],
  ])("is read from %j", async (text, runtime, main) => {
    await write("Pulumi.yaml", text);
    expect(await loadProgram(root)).toEqual({ root, name: "app", runtime, main });
    expect(await loadProgram(relative(process.cwd(), root))).toMatchObject({ root });
  });

  test("has to be there", async () => {
    await expect(loadProgram(root)).rejects.toMatchObject({
      code: "project-missing",
      exitCode: 2,
      message: `${root} has no Pulumi.yaml. Fix: name the folder of a Pulumi project (--project DIR, --beside DIR).`,
    });
  });

  test.each([
    ["runtime: nodejs\n", "must have a name and a runtime"],
    ["name: ''\nruntime: nodejs\n", "must have a name and a runtime"],
    ["name: app\n", "must have a name and a runtime"],
    ["name: app\nruntime: { options: {} }\n", "must have a name and a runtime"],
    ["name: [", "is not YAML"],
    ["text", 'must hold a YAML mapping; it holds "text"'],
  ])("is refused when its file reads %j", async (text, message) => {
    await write("Pulumi.yaml", text);
    await expect(loadProgram(root)).rejects.toMatchObject({
      code: "project-invalid",
      message: expect.stringContaining(`${join(root, "Pulumi.yaml")} ${message}`),
    });
  });

  test("is refused when its file cannot be read", async () => {
    await mkdir(join(root, "Pulumi.yaml"));
    await expect(loadProgram(root)).rejects.toMatchObject({
      code: "project-invalid",
      message: expect.stringContaining("cannot be read: EISDIR"),
    });
  });
});

describe("the settings", () => {
  test("are the stack's own", async () => {
    await write("Pulumi.dev.yaml", "config:\n  app:scope: neo4j_groups\n");
    expect(await loadSettings(program, "dev")).toEqual({ "app:scope": "neo4j_groups" });
  });

  test.each(["stackConfigDir", "config"])("are in the folder that %s names", async (key) => {
    await write("Pulumi.yaml", `name: app\nruntime: nodejs\n${key}: stacks\n`);
    await mkdir(join(root, "stacks"));
    await write("stacks/Pulumi.dev.yaml", "config: { app:scope: there }\n");
    await write("Pulumi.dev.yaml", "config: { app:scope: here }\n");
    expect(await loadSettings(program, "dev")).toEqual({ "app:scope": "there" });
    await expect(loadSettings(program, "prod")).rejects.toMatchObject({
      code: "stack-missing",
      message: expect.stringContaining(
        `is not in ${join(root, "stacks")}. Stacks with settings: dev`,
      ),
    });
  });

  test.each(["encryptionsalt: v1:x\n", "config:\n"])("are none in %j", async (text) => {
    await write("Pulumi.dev.yaml", text);
    expect(await loadSettings(program, "dev")).toEqual({});
  });

  test("are none in a project without settings", async () => {
    await write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
    expect(await loadSettings(program, "dev")).toEqual({});
  });

  test("name the stacks there are when the asked one has no file", async () => {
    await write("Pulumi.prod.yaml", "config: {}\n");
    await write("Pulumi.a.yaml", "config: {}\n");
    await expect(loadSettings(program, "staging")).rejects.toMatchObject({
      code: "stack-missing",
      message: `stack staging has no settings: Pulumi.staging.yaml is not in ${root}. Stacks with settings: a, prod. Fix: choose one with --stack NAME.`,
    });
  });

  test.each([
    ["config: [", "is not YAML"],
    ["config: { app:x: 1, app:x: 2 }", "is not YAML: Map keys must be unique"],
    ["config: {}\n---\nconfig: { okta:orgName: x }\n", "is not YAML: Source contains multiple"],
    ["config: { app:x: !mine y }\n", "is not YAML: Unresolved tag: !mine"],
    ["config:\n  app:x: y\u2028  okta:orgName: x\n", "is not YAML: it holds U+2028"],
    ["config:\n  app:x: y\u0085  okta:orgName: x\n", "is not YAML: it holds U+0085"],
    ["config: *nowhere", "is not YAML: Unresolved alias"],
    [BOMB, "is not YAML: Excessive alias count"],
    ["- a\n- b\n", "must hold a YAML mapping"],
    ["", "it holds nothing"],
    ["config: [1]\n", "config must be a mapping"],
    ["config: text\n", "config must be a mapping"],
  ])("are refused when the file reads %j", async (text, message) => {
    await write("Pulumi.dev.yaml", text);
    await expect(loadSettings(program, "dev")).rejects.toMatchObject({
      code: "stack-invalid",
      message: expect.stringContaining(message),
    });
  });

  test.each(["../prod", "", "a/b", "a b", "x".repeat(101)])(
    "are not looked for under the stack name %j",
    async (name) => {
      await expect(loadSettings(program, name)).rejects.toMatchObject({
        code: "stack-name",
        exitCode: 2,
      });
    },
  );
});

test.each([
  ["Pulumi.yaml", "project-invalid", () => loadProgram(root)],
  ["Pulumi.dev.yaml", "stack-invalid", () => loadSettings(program, "dev")],
])(
  "a link as %s shows nobody what a file outside of the folder holds",
  async (name, code, load) => {
    const outside = await mkdtemp(join(tmpdir(), "outside-"));
    await writeFile(join(outside, "credentials"), "password hunter2\n");
    await symlink(join(outside, "credentials"), join(root, name));
    await expect(load()).rejects.toMatchObject({
      code,
      message:
        `${join(root, name)} is a link to a file outside of its folder. ` +
        "Fix: put the file itself there; messages could show what the other one holds.",
    });
    await rm(outside, { recursive: true });
  },
);

test("a link within the folder is followed", async () => {
  await write("shared.yaml", "config: {app:scope: x}\n");
  await symlink("shared.yaml", join(root, "Pulumi.dev.yaml"));
  expect(await loadSettings(program, "dev")).toEqual({ "app:scope": "x" });
});

test("of a stack's file only its settings are read: no key provider, no ESC imports", async () => {
  const others = "secretsprovider: awskms://x\nencryptionsalt: v1:x\nenvironment: [org/secrets]\n";
  await write("Pulumi.dev.yaml", `${others}config:\n  app:scope: x\n`);
  expect(await loadSettings(program, "dev")).toEqual({ "app:scope": "x" });
});
