import { SandboxError } from "../errors.ts";
import { sentence } from "../terminal.ts";
import { doctor } from "../toolchain/doctor.ts";
import { watchInterrupts } from "./interrupt.ts";
import { type Options, parseOptions } from "./options.ts";
import { plain } from "./plain.ts";
import { createReporter } from "./reporter.ts";
import { runSession } from "./session.ts";

/** Exit status of a rehearsal whose verifier could not prove anything. */
const NOT_PROVEN = 3;

/**
 * @returns the exit status: 0 rehearsed, and proven if there is a verifier; 1 failed, 2 usage, 3
 *   rehearsed but not proven, 130 interrupted.
 */
export async function main(argv: string[]): Promise<number> {
  const write = (text: string) => void process.stdout.write(text);
  let options: Options | undefined;
  try {
    options = parseOptions(argv, write);
  } catch (error) {
    return fail(error);
  }
  if (!options) return 0;
  const report = createReporter(write, { verbose: options.verbose });
  const interruption = watchInterrupts(() => report.line("\nInterrupted: stopping everything."));
  const { signal } = interruption;
  const { chart, project, verify, stack } = options;
  try {
    if (options.doctor) return await doctor({ write, signal, chart, project });
    const proof = await runSession(options, report, interruption);
    const rest = options.keep ? "" : " Stopped, nothing is left.";
    report.line();
    if (proof.proven) {
      report.step(`Proven: stack ${stack} does what it declares.${rest}`);
      return 0;
    }
    report.step(`Rehearsed, but not proven: ${proof.reason}.${rest}`);
    return verify === undefined ? 0 : NOT_PROVEN;
  } catch (error) {
    const isLeft = error instanceof SandboxError && error.code === "leftovers";
    if (signal.aborted && !isLeft) {
      report.step("Stopped, nothing is left.");
      return 130;
    }
    report.showHeld();
    return fail(error);
  } finally {
    interruption.dispose();
  }
}

function fail(error: unknown): number {
  process.stderr.write(`\n${plain(explain(error))}\n`);
  return error instanceof SandboxError ? error.exitCode : 1;
}

/** Expected failures carry a code and get one sentence; anything else is a bug and shows its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && typeof error.code === "string") {
    return sentence(`${error.message} (${error.code})`, process.stderr.columns);
  }
  return error.stack ?? error.message;
}
