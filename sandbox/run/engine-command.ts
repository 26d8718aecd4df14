import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import type { Reporter } from "./reporter.ts";

/** More than a whole state takes. */
const MAX_PRINTED_BYTES = 64 * 1024 * 1024;

/** How the Automation API runs the engine; its types leave it out. */
interface Runner {
  run(args: string[], ...rest: unknown[]): Promise<unknown>;
}

/** What `pulumi preview --json --show-sames` prints. The Automation API has no such options, and only it can run an inline program. */
export async function previewJson(stack: Stack, signal: AbortSignal): Promise<string> {
  const command = stack.workspace.pulumiCommand as unknown as Runner;
  const { run } = command;
  const added = ["--json", "--show-sames"];
  command.run = ([first = "", ...args], ...rest) =>
    run.call(command, [first, ...(first === "preview" ? added : []), ...args], ...rest);
  try {
    return (await stack.preview({ signal, color: "never" })).stdout;
  } finally {
    command.run = run;
  }
}

/** What `pulumi stack export` prints: secrets stay encrypted. Nobody is shown it. */
export function stateJson(stack: Stack, signal: AbortSignal | undefined): Promise<string> {
  return runCommand(stack, ["stack", "export"], { output: () => {} }, signal);
}

/** Runs a command of pulumi's that the Automation API does not have, on the stack. */
export async function runCommand(
  { name, workspace }: Stack,
  args: readonly string[],
  report: Pick<Reporter, "output">,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { pulumiCommand, pulumiHome, workDir, envVars } = workspace;
  const options = [...args, "--stack", name, "--non-interactive", "--color", "never"];
  try {
    const { stdout, stderr } = await promisify(execFile)(pulumiCommand.command, options, {
      cwd: workDir,
      env: { ...process.env, PULUMI_HOME: pulumiHome, ...envVars },
      maxBuffer: MAX_PRINTED_BYTES,
      signal,
    });
    report.output(`${stdout}${stderr}`);
    return stdout;
  } catch (error) {
    const {
      code,
      stdout = "",
      stderr = "",
    } = error as Partial<Record<"code" | "stdout" | "stderr", string>>;
    report.output(`${stdout}${stderr}`);
    throw new Error(`exit status ${code}`);
  }
}
