import { spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pulumi } from "../../command/pulumi.ts";

const CLI = resolve(import.meta.dirname, "../../review/cli.ts");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "review-engine-"));
  // It notes its own process id, and is at work for as long as nobody ends it.
  await writeFile(join(folder, "pulumi"), `#!/bin/sh\necho $$ > ${folder}/pid\nexec sleep 60\n`);
  await chmod(join(folder, "pulumi"), 0o755);
});

afterEach(() => rm(folder, { recursive: true }));

test.each([
  ["a signal to the review", "exec ", "SIGTERM"],
  ["the end of the shell that npm starts", "", "SIGKILL"],
] as const)("%s ends the engine too", async (_what, prefix, signal) => {
  const command = `${prefix}"${process.execPath}" "${CLI}" --stack dev; true`;
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const review = spawn("sh", ["-c", command], { env, stdio: "ignore" });
  const pid = await vi.waitFor(
    async () => {
      const text = await readFile(join(folder, "pid"), "utf8");
      expect(text).toMatch(/^\d+\n$/);
      return Number(text);
    },
    { timeout: 10_000 },
  );
  expect(() => process.kill(pid, 0)).not.toThrow();
  review.kill(signal);
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 10_000 });
});

test("a stack that is not there is told with what to do", async () => {
  const said = "error: no stack named 'prod' found";
  await writeFile(join(folder, "pulumi"), `#!/bin/sh\necho "${said}" >&2\nexit 255\n`);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  await expect(pulumi(["stack", "export"], { otherwise: "" })).rejects.toMatchObject({
    code: "pulumi-failed",
    message: `pulumi stack export failed:\n  ${said}\nFix: name a stack that pulumi stack ls lists and npm run up has deployed; pulumi login says which backend is asked.`,
  });
  vi.unstubAllEnvs();
});
