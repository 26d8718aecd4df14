import type { EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { SandboxError } from "../errors.ts";
import type { Changes } from "./changes.ts";
import { previewJson, runCommand } from "./engine-command.ts";
import { GoneApps } from "./gone-app.ts";
import { endLeftBehind } from "./left-behind.ts";
import type { PolicyPacks } from "./policy-packs.ts";
import type { Reporter } from "./reporter.ts";
import { Violations } from "./violations.ts";
import { Waiting } from "./waiting.ts";

/** What the rehearsal asks of the engine, in the order in which it asks. */
export interface Engine {
  /** @param report told of it in place of the run's */
  preview(report?: Reporter): Promise<Changes>;
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

/**
 * @param onEvent told what `--json` would print, event by event
 * @param packs judge each preview and up. Default: none
 */
export function createEngine(
  stack: Stack,
  report: Reporter,
  signal: AbortSignal,
  onEvent?: (event: EngineEvent) => void,
  packs?: PolicyPacks,
): Engine {
  const waiting = new Waiting();
  const violations = new Violations();
  const gone = new GoneApps();
  let sawProtected = false;
  /** False after an up that told of no protected resource. */
  let mayBeProtected = true;
  const optionsFor = ({ output }: Reporter) => ({
    onEvent: (event: EngineEvent) => {
      waiting.see(event);
      gone.see(event);
      violations.see(event);
      sawProtected ||= event.resourcePreEvent?.metadata.new?.protect === true;
      onEvent?.(event);
    },
    onOutput: output,
    onError: output,
    signal,
    color: "never" as const,
    suppressProgress: true,
  });
  // The engine has already printed its diagnostics; the error only says which step failed.
  const explain = async <T>(step: string, run: () => Promise<T>, told = report) => {
    try {
      // What it was at work on is of no interest afterwards.
      const done = await (told === report ? waiting.during(run, told) : run());
      violations.tell(told);
      return done;
    } catch (error) {
      const { pulumiHome } = stack.workspace;
      if (pulumiHome !== undefined) await endLeftBehind(pulumiHome);
      if (signal.reason instanceof Error) throw signal.reason;
      for (const hint of gone.takeHints()) told.line(hint);
      const { mandatory, alone } = violations.tell(told);
      if (mandatory > 0 && alone) throw policyViolated(step, mandatory);
      throw new SandboxError(
        "engine-failed",
        `pulumi ${step} failed; the engine's own messages are above. (${firstLine(error)})`,
      );
    }
  };
  let reported: OutputMap | undefined;
  return {
    preview: (told = report) => {
      const options = { ...optionsFor(told), ...packs };
      return explain("preview", async () => (await stack.preview(options)).changeSummary, told);
    },
    previewJson: () => explain("preview --json", () => previewJson(stack, signal)),
    up: () =>
      explain("up", async () => {
        reported = undefined;
        sawProtected = false;
        mayBeProtected = true;
        const { outputs, summary } = await stack.up({ ...optionsFor(report), ...packs });
        reported = outputs;
        mayBeProtected = sawProtected;
        return summary.resourceChanges ?? {};
      }),
    destroy: () =>
      explain("destroy", async () => {
        reported = undefined;
        if (mayBeProtected) await unprotect(stack, report);
        return (await stack.destroy(optionsFor(report))).summary.resourceChanges ?? {};
      }),
    outputs: async () => {
      const outputs = reported ?? (await stack.outputs());
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    command: (args) => {
      reported = undefined;
      mayBeProtected = true;
      return explain(args.slice(0, 2).join(" "), () => runCommand(stack, args, report, signal));
    },
  };
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

function policyViolated(step: string, count: number): SandboxError {
  return new SandboxError(
    "policy-violated",
    `pulumi ${step} was stopped by policy: ${count} mandatory ${count === 1 ? "violation" : "violations"}, listed above. ` +
      "Fix: change the settings or the program as each says.",
  );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n", 1)[0] ?? "";
}
