import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findPolicyPacks } from "../../run/policy-packs.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "policy-packs-"));
  for (const name of ["a", "b", "empty", "broken"]) await mkdir(join(folder, name));
  await writeFile(join(folder, "broken", "PulumiPolicy.yaml"), "runtime: [\n");
  for (const name of ["a", "b"]) {
    await writeFile(join(folder, name, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  }
  await writeFile(join(folder, "good.json"), '{"all": "mandatory"}');
  await writeFile(join(folder, "list.json"), "[]");
  await writeFile(join(folder, "text.json"), "all: mandatory");
});

afterEach(() => rm(folder, { recursive: true }));

const inFolder = (...names: string[]) => names.map((name) => join(folder, name));

test("finds what each pack is, by absolute paths: the engine runs in a folder of its own", async () => {
  await writeFile(join(folder, "b", "PulumiPolicy.yaml"), "runtime: { name: python }\n");
  const here = inFolder("a", "b").map((path) => relative(process.cwd(), path));
  const [a = "", b = "", good = ""] = inFolder("a", "b", "good.json");
  expect(await findPolicyPacks(here, [good, relative(process.cwd(), good)])).toEqual([
    { folder: a, runtime: "nodejs", config: good },
    { folder: b, runtime: "python", config: good },
  ]);
  expect(await findPolicyPacks(here.slice(0, 1), [])).toEqual([{ folder: a, runtime: "nodejs" }]);
  expect(await findPolicyPacks([], [])).toEqual([]);
});

test.each([
  [
    ["empty"],
    [],
    "policy-pack-missing",
    /empty has no PulumiPolicy\.yaml that names a runtime\. Fix:/,
  ],
  [
    ["broken"],
    [],
    "policy-pack-missing",
    /broken has no PulumiPolicy\.yaml that names a runtime\./,
  ],
  [
    ["none"],
    [],
    "policy-pack-missing",
    /^--policy-pack .*none: .* has no PulumiPolicy\.yaml that names/,
  ],
  [[], ["good.json"], "policy-pack-config", /^1 --policy-pack-config for 0 --policy-pack\. Fix:/],
  [
    ["a", "b"],
    ["good.json"],
    "policy-pack-config",
    /^1 --policy-pack-config for 2 --policy-pack\./,
  ],
  [["a"], ["none.json"], "policy-pack-config", /none\.json: ENOENT.* Fix: name a JSON file/],
  [["a"], ["text.json"], "policy-pack-config", /text\.json: .*not valid JSON.* Fix: name a JSON/],
  [["a"], ["list.json"], "policy-pack-config", /list\.json: it holds no JSON object\. Fix: name/],
])("refuses packs %j with settings %j", async (packs, configs, code, message) => {
  const found = findPolicyPacks(inFolder(...packs), inFolder(...configs));
  await expect(found).rejects.toMatchObject({
    code,
    exitCode: 2,
    message: expect.stringMatching(message),
  });
});
