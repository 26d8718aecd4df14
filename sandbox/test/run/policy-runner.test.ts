import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runnablePacks } from "../../run/policy-runner.ts";
import { writeExecutable } from "../support/executable.ts";

const MODULE = "node_modules/@pulumi/pulumi/cmd/run-policy-pack";

let root: string;
/** A pack's folder, with a name that a shell would take apart. */
let folder: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "policy-runner-")));
  folder = join(root, "it's a $(pack)");
  await mkdir(join(folder, MODULE), { recursive: true });
  const tell =
    "console.log(JSON.stringify([process.env.TS_NODE_CACHE_DIRECTORY, process.cwd(), ...process.argv.slice(2)]))";
  await writeFile(join(folder, MODULE, "index.js"), tell);
  vi.stubEnv("PATH", "/usr/bin:/bin");
  vi.stubEnv("NEO4J_OKTA_CACHE", join(root, "cache"));
  vi.stubEnv("PULUMI_HOME", join(root, "home"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const run = (packs: Parameters<typeof runnablePacks>[0]) =>
  runnablePacks(packs, join(root, "pulumi"), join(root, "run"));

test("without a language host a pack is run in its folder, by its own SDK, as the host would", async () => {
  const { policyPacks, policyPackConfigs } = await run([
    { folder, runtime: "nodejs", config: "/c.json" },
  ]);
  expect(policyPackConfigs).toEqual(["/c.json"]);
  const [executable = ""] = policyPacks;
  const { stdout } = await promisify(execFile)(executable, ["127.0.0.1:1"]);
  const cache = join(root, "cache", "node", "ts-node");
  expect(JSON.parse(stdout)).toEqual([cache, folder, "127.0.0.1:1", "."]);
});

test("where there is a language host, the pack's folder is the engine's matter", async () => {
  writeExecutable(join(root, "pulumi-language-nodejs"), "#!/bin/sh\n");
  vi.stubEnv("PATH", `${root}:/usr/bin:/bin`);
  expect(await run([{ folder, runtime: "nodejs", config: undefined }])).toEqual({
    policyPacks: [folder],
    policyPackConfigs: [],
  });
});

test("a pack without its packages, or in a language without a host, is refused", async () => {
  const pack = { folder: join(root, "bare"), runtime: "nodejs", config: undefined };
  await expect(run([pack])).rejects.toMatchObject({
    code: "policy-pack-packages",
    message: expect.stringMatching(
      /^the policy pack in .*bare has no @pulumi\/pulumi\. Fix: install/,
    ),
  });
  await expect(run([{ ...pack, runtime: "python" }])).rejects.toMatchObject({
    code: "language-host-missing",
    message: expect.stringMatching(
      /is python, and there is no pulumi-language-python on PATH .* Fix:/,
    ),
  });
});
