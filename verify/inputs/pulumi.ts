import { execFile } from "node:child_process";
import { VerifyError } from "../errors.ts";

/** What the CLI printed, and whether it failed. */
export interface PulumiRun {
  stdout: string;
  stderr: string;
  failed: boolean;
}

/** More than the state of a stack with thousands of accounts takes. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Runs the Pulumi CLI on a stack; it asks nothing.
 *
 * @param timeout milliseconds until it is ended
 * @param instead what to do without the CLI, as a sentence's end
 * @throws {VerifyError} `verify-pulumi-missing`
 */
export function runPulumi(
  args: readonly string[],
  stack: string,
  { timeout, instead }: { timeout: number; instead: string },
): Promise<PulumiRun> {
  const all = [...args, "--non-interactive", "--stack", stack];
  return new Promise((resolve, reject) => {
    execFile("pulumi", all, { maxBuffer: MAX_BYTES, timeout }, (error, stdout, stderr) => {
      if (error?.code !== "ENOENT") return resolve({ stdout, stderr, failed: error !== null });
      reject(new VerifyError("verify-pulumi-missing", `pulumi is not on the PATH, so ${instead}.`));
    });
  });
}

/** The first line of the CLI's standard error that says what is wrong. It holds no values of outputs. */
export function pulumiSaid(stderr: string): string {
  const line = stderr
    .split("\n")
    .map((text) => text.replace(/^error:\s*/, "").trim())
    .find((text) => text !== "" && !text.startsWith("warning:"));
  return line ?? "pulumi failed without a message";
}
