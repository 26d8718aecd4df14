import { SandboxError } from "../errors.ts";
import { doctor } from "../toolchain/doctor.ts";
import { watchInterrupts } from "./interrupt.ts";
import { parseOptions } from "./options.ts";
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
  const report = createReporter(write);
  const interruption = watchInterrupts(() => report.line("\nInterrupted: stopping everything."));
  const { signal } = interruption;
  try {
    const options = parseOptions(argv, write);
    if (!options) return 0;
    const { chart, project, verify } = options;
    if (options.doctor) return await doctor({ write, signal, chart, project });
    const proof = await runSession(options, report, interruption);
    if (proof.proven) return 0;
    report.line(`\nRehearsed, but not proven: ${proof.reason}.`);
    return verify === undefined ? 0 : NOT_PROVEN;
  } catch (error) {
    if (signal.aborted) return 130;
    process.stderr.write(`\n${explain(error)}\n`);
    return error instanceof SandboxError ? error.exitCode : 1;
  } finally {
    interruption.dispose();
  }
}

/** Expected failures carry a code and get one sentence; anything else is a bug and shows its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && typeof error.code === "string") return `${error.message} (${error.code})`;
  return error.stack ?? error.message;
}
