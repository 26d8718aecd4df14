import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  assertOwnCache,
  cacheDirectory,
  directorySize,
  ensureTools,
  readEntry,
  stage,
} from "../../toolchain/cache.ts";
import { writeExecutable } from "../support/executable.ts";
import { type FakeMachine, fakeMachine } from "./support/fakes.ts";

const KEY = "etcd-1.2.3-linux-x64";
let machine: FakeMachine;
beforeEach(async () => {
  machine = await fakeMachine();
});
afterEach(() => machine.remove());

const tools = (): Promise<string[]> => readdir(join(machine.cache, "tools"));

async function commit(text: string): Promise<string> {
  const staging = await stage(machine.cache, KEY);
  writeExecutable(join(staging.files, "etcd"), text);
  const { path } = await staging.commit("etcd", "build");
  await staging.discard();
  return path;
}

test("the folder: given, then the variable, then the user's own", () => {
  const env = { NEO4J_OKTA_CACHE: "/from/env" };
  expect(cacheDirectory(env, "/given")).toBe("/given");
  expect(cacheDirectory(env)).toBe("/from/env");
  expect(cacheDirectory({ NEO4J_OKTA_CACHE: "" })).toMatch(/neo4j-okta$/);
  expect(cacheDirectory({ NEO4J_OKTA_CACHE: "relative" })).toBe(join(process.cwd(), "relative"));
});

test("an entry appears as a whole, and nothing else stays", async () => {
  const staging = await stage(machine.cache, KEY);
  writeExecutable(join(staging.files, "etcd"), "#!/bin/sh\n");
  await writeFile(join(staging.scratch, "archive.tar.gz"), "intermediate");
  expect(await readEntry(machine.cache, KEY)).toBeUndefined();
  const entry = await staging.commit("etcd", "download");
  await staging.discard();
  expect(entry).toEqual({ path: join(machine.cache, "tools", KEY, "etcd"), origin: "download" });
  expect(await readEntry(machine.cache, KEY)).toEqual(entry);
  expect(await tools()).toEqual([KEY]);
});

test("a discarded staging folder leaves nothing", async () => {
  const staging = await stage(machine.cache, KEY);
  await writeFile(join(staging.files, "etcd"), "half");
  await staging.discard();
  expect(await tools()).toEqual([]);
});

test.each([
  ["its executable is cut off", (path: string) => writeFile(path, "#!")],
  ["its executable lost the right to run", (path: string) => chmod(path, 0o644)],
  ["its manifest is no JSON", (path: string) => writeFile(join(path, "..", "entry.json"), "{")],
])("an entry does not count when %s, and is replaced", async (_name, damage) => {
  await damage(await commit("#!/bin/sh\necho first\n"));
  expect(await readEntry(machine.cache, KEY)).toBeUndefined();
  const path = await commit("#!/bin/sh\necho second\n");
  expect(await readEntry(machine.cache, KEY)).toEqual({ path, origin: "build" });
  expect(await readFile(path, "utf8")).toContain("second");
});

test("what a killed run left of the same tool is removed, other tools' is not", async () => {
  await mkdir(join(machine.cache, "tools", `${KEY}.tmp-dead`, "files"), { recursive: true });
  await mkdir(join(machine.cache, "tools", "helm-4.3.1-linux-x64.tmp-alive"));
  await (await stage(machine.cache, KEY)).discard();
  expect(await tools()).toEqual(["helm-4.3.1-linux-x64.tmp-alive"]);
});

test("a cache that cannot be written is refused by name", async () => {
  await writeFile(machine.cache, "a file, not a folder");
  await expect(ensureTools(machine.cache)).rejects.toThrow(
    expect.objectContaining({
      code: "toolchain-cache",
      message: expect.stringMatching(
        new RegExp(
          `^The cache folder ${machine.cache} cannot be written .*Fix: set NEO4J_OKTA_CACHE`,
        ),
      ),
    }),
  );
});

test("the size counts every file below, and a missing folder is empty", async () => {
  await mkdir(join(machine.cache, "a"), { recursive: true });
  await writeFile(join(machine.cache, "a", "x"), "12345");
  await writeFile(join(machine.cache, "y"), "123");
  expect(await directorySize(machine.cache)).toBe(8);
  expect(await directorySize(join(machine.root, "none"))).toBe(0);
});

const FIX =
  "Fix: set NEO4J_OKTA_CACHE to a folder of your own that only you can write, on a disk with 2 GB free.";

test("a cache that is not there yet, or this user's own, is used", async () => {
  await assertOwnCache(join(machine.cache, "none"));
  await mkdir(join(machine.cache, "tools"), { recursive: true, mode: 0o700 });
  await assertOwnCache(machine.cache);
  await chmod(machine.cache, 0o770);
  await assertOwnCache(machine.cache);
});

test.each(["", "tools", "pulumi-home", "rehearsals", "node"])(
  "nobody else puts a program for this user to run into %j",
  async (name) => {
    const folder = join(machine.cache, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o757);
    await expect(assertOwnCache(machine.cache)).rejects.toMatchObject({
      code: "toolchain-cache",
      message: `The cache folder ${folder} can be written by every user. ${FIX}`,
    });
    await chmod(folder, 0o700);
    await expect(assertOwnCache(machine.cache, 4711)).rejects.toMatchObject({
      code: "toolchain-cache",
      message: `The cache folder ${machine.cache} belongs to another user. ${FIX}`,
    });
  },
);

test("a cache that cannot be one ends with a sentence", async () => {
  await writeFile(join(machine.root, "file"), "");
  await expect(assertOwnCache(join(machine.root, "file"))).rejects.toMatchObject({
    message: `The cache folder ${join(machine.root, "file")} is not a folder. ${FIX}`,
  });
  await expect(assertOwnCache(join(machine.root, "file", "below"))).rejects.toMatchObject({
    code: "toolchain-cache",
    message: expect.stringMatching(/file\/below cannot be used \(.*ENOTDIR.*\)\. Fix: /),
  });
});
