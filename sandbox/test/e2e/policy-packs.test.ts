import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writePolicyPack } from "../support/policy-pack.ts";

const CLI = resolve(import.meta.dirname, "../../cli.ts");
const PROGRAM = resolve(import.meta.dirname, "../support/program");

let folder: string;
let pack: string;
let strict: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "policy-packs-"));
  pack = join(folder, "pack");
  strict = await writePolicyPack(pack);
});

afterAll(() => rm(folder, { recursive: true }));

test("a mandatory policy ends the run before anything is made", async () => {
  const args = ["--project", PROGRAM, "--policy-pack", pack, "--policy-pack-config", strict];
  const child = spawn(process.execPath, [CLI, "--once", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((settle) => child.on("close", settle));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(stderr).toBe(
    "\npulumi preview was stopped by policy: 1 mandatory violation, listed above. " +
      "Fix: change the settings or the program as each says. (policy-violated)\n",
  );
  expect(stdout).toContain(`policy: 1 mandatory, 1 advisory
    mandatory: tiny/app-is-renamed, okta:app/oAuth:OAuth loader
      Apps are called otherwise.
      the app is called loader. Fix: call it otherwise, by the setting of the
      stack.
    advisory: tiny/no-release, pulumi:pulumi:Stack rehearsed-dev
      Nothing is released.
      [2Jthe stack has a release.
`);
  expect(stdout).not.toContain("pulumi up");
  expect(await ended).toBe(1);
});
