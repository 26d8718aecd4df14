import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createReporter } from "../../run/reporter.ts";
import { findVerifier } from "../../run/verifier.ts";
import { writeExecutable } from "../support/executable.ts";

let root: string;
let printed: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "verifier-"));
  printed = "";
});

afterEach(() => rm(root, { recursive: true }));

async function module(name: string, text: string): Promise<string> {
  const path = join(root, name);
  await writeFile(path, text);
  return path;
}

async function prove(
  file: string | undefined,
  signal = new AbortController().signal,
  environment?: NodeJS.ProcessEnv,
) {
  const verifier = await findVerifier(file);
  const report = createReporter((text) => {
    printed += text;
  });
  return verifier("/run/hand over.json", report, signal, environment);
}

test("adds variables to those of the sandbox", async () => {
  const text = "console.log(process.env.NODE_EXTRA_CA_CERTS, process.env.PATH !== undefined);\n";
  await prove(await module("v.js", text), undefined, { NODE_EXTRA_CA_CERTS: "/ca.pem" });
  expect(printed).toMatch(/^\/ca\.pem true$/m);
});

const MODULES = ["verify.ts", "verify.mts", "verify.cts", "verify.js", "verify.mjs", "verify.cjs"];

test.each(MODULES)("runs a module with this Node.js: %s", async (name) => {
  const text = "const { argv, execPath } = process; console.log(execPath, argv.slice(2));\n";
  expect(await prove(await module(name, text))).toEqual({ proven: true });
  expect(printed).toBe(`${process.execPath} [ '/run/hand over.json' ]\n`);
});

test("runs any other file as a program, and shows what it prints to either stream", async () => {
  const text = '#!/bin/sh\necho "$#: $1"\necho wrong >&2\n';
  expect(await prove(writeExecutable(join(root, "verify it"), text))).toEqual({ proven: true });
  expect(printed).toContain("1: /run/hand over.json\n");
  expect(printed).toContain("wrong\n");
});

test("ends the rehearsal when a check failed", async () => {
  await expect(prove(await module("v.js", "process.exit(1);"))).rejects.toMatchObject({
    code: "not-proven",
    exitCode: 1,
    message: "the verifier found a check that failed. See above.",
  });
});

test.each([
  ["process.exit(3);", "ended with exit status 3"],
  ["process.kill(process.pid, 'SIGKILL');", "was ended by a signal"],
])("has not proven anything when it says %j", async (text, how) => {
  expect(await prove(await module("v.js", text))).toEqual({
    proven: false,
    reason: `the verifier ${how}`,
  });
});

test("proves nothing without a verifier, and says so", async () => {
  const reason = "no verifier was given (--verify FILE)";
  expect(await prove(undefined)).toEqual({ proven: false, reason });
});

test("refuses a verifier that is not there, or a folder, before anything runs", async () => {
  await mkdir(join(root, "folder"));
  for (const name of ["nowhere.ts", "folder"]) {
    await expect(findVerifier(join(root, name))).rejects.toMatchObject({
      code: "program-file-missing",
      exitCode: 2,
      message: expect.stringContaining(`${join(root, name)} is not a file. Fix: `),
    });
  }
});

test("is stopped with the rehearsal", async () => {
  const file = await module("v.js", "setInterval(() => {}, 1000);");
  await expect(prove(file, AbortSignal.timeout(300))).rejects.toThrow("aborted");
});

test("says why it cannot be run", async () => {
  await expect(prove(await module("not-executable", "x"))).rejects.toThrow("EACCES");
});
