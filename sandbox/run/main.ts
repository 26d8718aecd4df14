import { resolve } from "node:path";
import { doctor } from "../toolchain/doctor.ts";
import { cacheDirectory } from "../toolchain/index.ts";
import { type Interruption, watchInterrupts } from "./interrupt.ts";
import { applyInRunning } from "./live/client.ts";
import { type Options, parseOptions } from "./options.ts";
import { codeOf, explain } from "./outcome/explain.ts";
import { Journal } from "./outcome/journal.ts";
import { ended, failed, rehearsed } from "./outcome/outcome.ts";
import { assertReportFile, printed, writeReport } from "./outcome/reports.ts";
import type { Outcome } from "./outcome/schema.ts";
import { createReporter, type HoldingReporter } from "./reporter.ts";
import { runSession } from "./session.ts";

const toStdout = (text: string) => void process.stdout.write(text);
const toStderr = (text: string) => void process.stderr.write(text);

/**
 * @returns the exit status: 0 rehearsed, and proven if there is a verifier; 1 failed, 2 usage, 3
 *   rehearsed but not proven, 124 the time was over, 130 interrupted.
 */
export async function main(argv: string[]): Promise<number> {
  const journal = new Journal();
  let options: Options | undefined;
  try {
    options = parseOptions(argv, toStdout);
    await assertReportFile(options?.junit);
  } catch (error) {
    const outcome = explained(journal, error);
    if (argv.includes("--json")) toStdout(printed(outcome));
    return outcome.exitCode;
  }
  if (!options) return 0;
  const { json, verbose, quiet, timeout, chart, project } = options;
  // The document has standard output for itself.
  const report = createReporter(json ? toStderr : toStdout, { verbose, quiet });
  const what = options.apply ? "waiting no longer" : "stopping everything";
  const interruption = watchInterrupts(
    ({ message }) => report.line(`\n${message.replace(/\.$/, "")}: ${what}.`),
    timeout,
  );
  const { signal } = interruption;
  try {
    if (options.doctor) return await doctor({ write: toStdout, signal, chart, project });
    return await rehearse(options, journal, report, interruption);
  } finally {
    interruption.dispose();
  }
}

/** @returns the exit status, after one document and one verdict */
async function rehearse(
  options: Options,
  journal: Journal,
  report: HoldingReporter,
  interruption: Interruption,
): Promise<number> {
  const { json, junit, keep, apply } = options;
  let isTold = false;
  const tell = async (outcome: Outcome) => {
    if (outcome.verdict !== "refused") report.verdict(outcome.message);
    if (isTold) return outcome.exitCode;
    isTold = true;
    if (json) toStdout(printed(outcome));
    try {
      await writeReport(junit, outcome);
      return outcome.exitCode;
    } catch (error) {
      return outcome.exitCode || explained(journal, error).exitCode;
    }
  };
  const stopped = apply ? "The running sandbox goes on with it." : "Stopped, nothing is left.";
  try {
    if (apply) {
      const outcome = await applyRemotely(options, report, interruption);
      if (outcome.exitCode !== 0) report.showHeld();
      return await tell(outcome);
    }
    const proof = await runSession(options, report, interruption, journal, (proven, up) =>
      tell({ ...rehearsed(journal, proven, options, ""), up }),
    );
    return await tell(rehearsed(journal, proof, options, keep ? "" : stopped));
  } catch (error) {
    const { signal } = interruption;
    if (signal.aborted && codeOf(error) !== "leftovers") {
      return await tell(ended(journal, signal.reason, stopped));
    }
    // The engine's own words about policy are told already.
    if (codeOf(error) !== "policy-violated") report.showHeld();
    return await tell(explained(journal, error));
  }
}

/** @returns what came of it in the running sandbox, whose words are shown here as well */
function applyRemotely(
  { project, stack }: Options,
  report: HoldingReporter,
  { signal }: Interruption,
): Promise<Outcome> {
  const identity = { root: resolve(project), stack };
  const show = (text: string) => report.line(text.replace(/\n$/, ""));
  return applyInRunning(cacheDirectory(process.env), identity, show, signal);
}

/** Tells an error on standard error. */
function explained(journal: Journal, error: unknown): Outcome {
  toStderr(`\n${explain(error, process.stderr.columns)}\n`);
  return failed(journal, error);
}
