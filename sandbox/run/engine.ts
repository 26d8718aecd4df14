import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { SandboxError } from "../errors.ts";
import { GoneApps } from "./gone-app.ts";
import { endLeftBehind } from "./left-behind.ts";
import type { Reporter } from "./reporter.ts";
import { Waiting } from "./waiting.ts";

/** More than a whole state takes. */
const MAX_PRINTED_BYTES = 64 * 1024 * 1024;

/** Count of resources by what the engine did, or would do, to them: `{ create: 8 }`. */
export type Changes = Partial<Record<string, number>>;

/** What the rehearsal asks of the engine, in the order in which it asks. */
export interface Engine {
  preview(): Promise<Changes>;
  /** What `pulumi preview --json --show-sames` prints. */
  previewJson(): Promise<string>;
  up(): Promise<Changes>;
  destroy(): Promise<Changes>;
  /** The stack's outputs, secrets in the clear; after an `up` those that it reported. */
  outputs(): Promise<Record<string, unknown>>;
  /**
   * Runs another command of pulumi's on the stack, e.g. `["state", "delete", urn, "--yes"]`. It asks
   * nothing. Every user of the machine can read its arguments: nothing secret belongs there.
   *
   * @returns what it printed on standard output
   * @throws SandboxError `engine-failed`
   */
  command(args: readonly string[]): Promise<string>;
}

/** @param onEvent told what `--json` would print, event by event */
export function createEngine(
  stack: Stack,
  report: Reporter,
  signal: AbortSignal,
  onEvent?: (event: EngineEvent) => void,
): Engine {
  const waiting = new Waiting(report);
  const gone = new GoneApps();
  const options = {
    onEvent: (event: EngineEvent) => {
      waiting.see(event);
      gone.see(event);
      onEvent?.(event);
    },
    onOutput: report.output,
    onError: report.output,
    signal,
    color: "never" as const,
    suppressProgress: true,
  };
  // The engine has already printed its diagnostics; the error only says which step failed.
  const explain = async <T>(step: string, run: () => Promise<T>) => {
    try {
      return await waiting.during(run);
    } catch (error) {
      const { pulumiHome } = stack.workspace;
      if (pulumiHome !== undefined) await endLeftBehind(pulumiHome);
      if (signal.reason instanceof Error) throw signal.reason;
      for (const hint of gone.takeHints()) report.line(hint);
      throw new SandboxError(
        "engine-failed",
        `pulumi ${step} failed; the engine's own messages are above. (${firstLine(error)})`,
      );
    }
  };
  let reported: OutputMap | undefined;
  return {
    preview: () => explain("preview", async () => (await stack.preview(options)).changeSummary),
    previewJson: () => explain("preview --json", () => previewJson(stack, signal)),
    up: () =>
      explain("up", async () => {
        reported = undefined;
        const { outputs, summary } = await stack.up(options);
        reported = outputs;
        return summary.resourceChanges ?? {};
      }),
    destroy: () =>
      explain("destroy", async () => {
        reported = undefined;
        await unprotect(stack, report);
        return (await stack.destroy(options)).summary.resourceChanges ?? {};
      }),
    outputs: async () => {
      const outputs = reported ?? (await stack.outputs());
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    command: (args) => {
      reported = undefined;
      return explain(args.slice(0, 2).join(" "), () => runCommand(stack, args, report, signal));
    },
  };
}

/** How the Automation API runs the engine; its types leave it out. */
interface Runner {
  run(args: string[], ...rest: unknown[]): Promise<unknown>;
}

/** The Automation API has no such options, and only it can run an inline program. */
async function previewJson(stack: Stack, signal: AbortSignal): Promise<string> {
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

async function runCommand(
  { name, workspace }: Stack,
  args: readonly string[],
  report: Reporter,
  signal: AbortSignal,
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

/** A production stack protects what must not go; in a rehearsal's throw-away state it may. */
async function unprotect(stack: Stack, report: Reporter): Promise<void> {
  const state = await stack.exportStack();
  const resources = (state.deployment?.resources ?? []) as { protect?: boolean }[];
  const protectedOnes = resources.filter(({ protect }) => protect);
  if (protectedOnes.length === 0) return;
  for (const resource of protectedOnes) resource.protect = false;
  await stack.importStack(state);
  report.step(
    `${protectedOnes.length} resources are protected; in the rehearsal's own state the protection is taken off first`,
  );
}

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  same: "unchanged",
};

/** What was done, in words: `14 created`. */
export function doneChanges(changes: Changes): string {
  const counts = Object.entries(changes).flatMap(([operation, count]) =>
    count && operation in DONE ? [`${count} ${DONE[operation]}`] : [],
  );
  return counts.join(", ") || "nothing to do";
}

/** What differs from the state: everything but resources that stay the same. */
export function pendingChanges(changes: Changes): string[] {
  return Object.entries(changes)
    .filter(([operation, count]) => operation !== "same" && operation !== "read" && count)
    .map(([operation, count]) => `${count} to ${operation}`);
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n", 1)[0] ?? "";
}
