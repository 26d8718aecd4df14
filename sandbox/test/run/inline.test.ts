import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inlineProgram, projectAutomation } from "../../run/inline.ts";
import type { Program } from "../../run/project.ts";

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "inline-")));
});

afterEach(() => rm(root, { recursive: true }));

function program(main?: string): Program {
  return { root, name: "app", runtime: "nodejs", main };
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

describe("the entry module", () => {
  test.each([
    ["src/app.ts", "src/app.ts", "main of Pulumi.yaml"],
    ["src", "src/index.ts", "the index of its folder"],
    ["src/app", "src/app.mjs", "a module without its extension"],
    [undefined, "index.mjs", "the index of the project"],
  ] as const)("of main %s is %s: %s", async (main, file, _which) => {
    await write(file, `export const file = ${JSON.stringify(file)};\n`);
    const run = await inlineProgram(program(main));
    expect(await run()).toEqual({ file });
  });

  test("is the one of package.json when Pulumi.yaml names none", async () => {
    await write("package.json", '{"main": "lib/start.mjs"}');
    await write("lib/start.mjs", "export const started = true;\n");
    await write("index.mjs", "");
    expect(await (await inlineProgram(program()))()).toEqual({ started: true });
  });

  test.each(["{}", "not JSON", '{"main": 1}'])(
    "is the index when package.json reads %j",
    async (text) => {
      await write("package.json", text);
      await write("index.mjs", "export const index = true;\n");
      expect(await (await inlineProgram(program()))()).toEqual({ index: true });
    },
  );

  test("has to be there", async () => {
    await expect(inlineProgram(program("src"))).rejects.toMatchObject({
      code: "program-missing",
      message: `${join(root, "src")} is no module, and no folder with an index module. Fix: name the entry module as main in ${join(root, "Pulumi.yaml")}.`,
    });
  });
});

test("is evaluated anew by each run", async () => {
  await write(
    "index.mjs",
    "globalThis.runs = (globalThis.runs ?? 0) + 1;\nexport const { runs } = globalThis;\n",
  );
  const run = await inlineProgram(program());
  expect(await run()).toEqual({ runs: 1 });
  expect(await run()).toEqual({ runs: 2 });
});

test("is told the project's folder, as by a language host", async () => {
  const require = createRequire(import.meta.url);
  const { withLocalStorage } = require("@pulumi/pulumi/runtime/state.js");
  const sdk = require.resolve("@pulumi/pulumi");
  await write(
    "index.mjs",
    `import pulumi from ${JSON.stringify(sdk)};\nexport const folder = pulumi.getRootDirectory();\n`,
  );
  const run = await inlineProgram(program());
  expect(await withLocalStorage(run)).toEqual({ folder: root });
});

describe("the Pulumi SDK", () => {
  async function installSdk(version: string): Promise<void> {
    const folder = "node_modules/@pulumi/pulumi";
    await write(`${folder}/package.json`, JSON.stringify({ version }));
    await write(`${folder}/automation/index.js`, `exports.sdk = ${JSON.stringify(version)};\n`);
  }

  test("is the project's own, not the sandbox's", async () => {
    await installSdk("3.250.0");
    expect(await projectAutomation(program())).toEqual({ sdk: "3.250.0" });
  });

  test.each(["3.229.0", "4.0.0"])("is refused in version %s", async (version) => {
    await installSdk(version);
    await expect(projectAutomation(program())).rejects.toMatchObject({
      code: "pulumi-sdk",
      message: expect.stringMatching(
        new RegExp(
          `has @pulumi/pulumi ${version}; .* needs >=3\\.230\\.0 <4\\.0\\.0\\. Fix: update it, or`,
        ),
      ),
    });
  });

  test("has to be installed", async () => {
    await expect(projectAutomation(program())).rejects.toMatchObject({
      code: "pulumi-sdk",
      message: expect.stringContaining(
        "has no @pulumi/pulumi. Fix: install the project's packages",
      ),
    });
  });
});
