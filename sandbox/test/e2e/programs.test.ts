import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const CLI = resolve(import.meta.dirname, "../../cli.ts");
const PROGRAM = resolve(import.meta.dirname, "../support/program");

/** The sandbox on a program that knows nothing of it. */
async function sandbox(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [CLI, "--once", "--project", PROGRAM, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((settle) => child.on("close", settle));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr, code: await ended };
}

test("rehearses any program, and says what was not proven without a verifier", async () => {
  const { stdout, stderr, code } = await sandbox(["--verbose"]);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/\+ +okta:app:OAuth loader created/);
  expect(stdout).toMatch(/\+ +kubernetes:helm\.sh\/v3:Release graph created/);
  expect(stdout).toContain("no changes");
  expect(stdout).toContain("no Okta object and no Helm release of this run is left");
  expect(stdout).toMatch(/\] Rehearsed, but not proven: no verifier was given/m);
  expect(code).toBe(0);
});

test.each([
  ["0", 0, /\] proven$/m],
  ["3", 3, /\] Rehearsed, but not proven: the verifier ended with exit status 3/m],
])(
  "gives the verifier the outputs and the addresses; its exit status %s makes %i",
  async (STATUS, status, line) => {
    const verify = ["--verify", resolve(PROGRAM, "verifier.ts")];
    const { stdout, stderr, code } = await sandbox(verify, { STATUS });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^ *rehearsed dev: true, 202$/m);
    expect(stdout).toMatch(line);
    expect(stdout).toContain("no Okta object and no Helm release of this run is left");
    expect(code).toBe(status);
  },
);

test("ends with the first failed check of the verifier", async () => {
  const verify = ["--verify", resolve(PROGRAM, "verifier.ts")];
  const { stdout, stderr, code } = await sandbox(verify, { STATUS: "1" });
  expect(stderr).toContain("the verifier found a check that failed. See above. (not-proven)");
  expect(stdout).toContain("not destroyed: the state and the cluster end with this run");
  expect(code).toBe(1);
});
