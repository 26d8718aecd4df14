import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeMachine, fakeMachine } from "./support/fakes.ts";

const MODULE = join(import.meta.dirname, "../../toolchain/compiled-modules.ts");

let machine: FakeMachine;
beforeEach(async () => {
  machine = await fakeMachine();
  await writeFile(join(machine.root, "program.mjs"), "export const answer = 42;\n");
});
afterEach(() => machine.remove());

/** What a process has in NODE_COMPILE_CACHE after it was told to keep what it compiles. */
async function kept(env: NodeJS.ProcessEnv = {}): Promise<string> {
  const code = `
    const { keepCompiledModules } = await import(${JSON.stringify(MODULE)});
    await keepCompiledModules(process.env);
    await import(${JSON.stringify(join(machine.root, "program.mjs"))});
    console.log(process.env.NODE_COMPILE_CACHE);
  `;
  const options = { env: { HOME: machine.root, NEO4J_OKTA_CACHE: machine.cache, ...env } };
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], options);
  return (await run).stdout.trim();
}

test("what is compiled is kept in the user's cache, for the user alone", async () => {
  const directory = join(machine.cache, "node");
  expect(await kept()).toBe(directory);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect(await readdir(directory, { recursive: true })).not.toEqual([]);
});

test("the user's own choice counts", async () => {
  const own = join(machine.root, "own");
  expect(await kept({ NODE_COMPILE_CACHE: own })).toBe(own);
  expect(await kept({ NODE_DISABLE_COMPILE_CACHE: "1" })).toBe("undefined");
  await expect(readdir(machine.cache)).rejects.toThrow("ENOENT");
});

test.each(["", "node"])("nothing is run from a folder %j that others can write", async (name) => {
  const folder = join(machine.cache, name);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o777);
  expect(await kept()).toBe("undefined");
});
