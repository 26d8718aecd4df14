import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readStack } from "../../../verify/inputs/outputs.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-outputs-"));
  vi.stubEnv("PATH", `${folder}${delimiter}/usr/bin${delimiter}/bin`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A stand-in for the CLI that ends as given. */
async function pulumi(script: string) {
  await writeFile(join(folder, "pulumi"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "pulumi"), 0o755);
}

test("asks the CLI for this stack's outputs, secrets included", async () => {
  await pulumi('echo "$@" >&2; echo "{}"');
  await expect(readStack("dev")).rejects.toMatchObject({
    code: "verify-output-missing",
    exitCode: 3,
    message:
      'stack dev has no output "access". Run pulumi up first, with a version of this program that exports it.',
  });
  await pulumi(
    '[ "$*" = "stack output --json --show-secrets --stack dev --non-interactive --color never" ] && echo "[1"',
  );
  await expect(readStack("dev")).rejects.toMatchObject({
    code: "verify-stack-output",
    message: "pulumi stack output --json of stack dev did not print JSON.",
  });
});

test("says that the CLI is missing", async () => {
  vi.stubEnv("PATH", folder);
  await expect(readStack("dev")).rejects.toMatchObject({
    code: "pulumi-missing",
    message:
      "The Pulumi CLI is not on PATH. Fix: install it, or give the outputs with --contract FILE.",
  });
});

test("repeats what the CLI says of an unknown stack, and never standard output", async () => {
  await pulumi("echo \"error: no stack named 'nope' found\" >&2; echo hush-hush; exit 255");
  await expect(readStack("nope")).rejects.toMatchObject({
    code: "pulumi-failed",
    message:
      "pulumi stack output failed:\n  error: no stack named 'nope' found\nFix: name a stack that pulumi stack ls lists and npm run up has deployed; pulumi login says which backend is asked.",
  });
});

test("reports any other failure as such", async () => {
  await pulumi("echo hush-hush; exit 1");
  await expect(readStack("dev")).rejects.toMatchObject({
    code: "pulumi-failed",
    message: "pulumi stack output failed:\n  it ended without a word",
  });
});
