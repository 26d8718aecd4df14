import { tellProgress } from "../command/progress.ts";
import { Redactor } from "../tokens/redact.ts";
import { writeEvidence } from "./admin-evidence.ts";
import { describe, EXIT, VerifyError } from "./errors.ts";
import type { Inputs } from "./inputs/inputs.ts";
import { parseOptions } from "./inputs/options.ts";
import { resolveInputs } from "./inputs/resolve.ts";
import { prove } from "./prove.ts";
import type { Report } from "./report.ts";
import { presentable } from "./reports/presentable.ts";
import { writeReports } from "./reports/write.ts";
import { countChecks } from "./stages.ts";

/** The process around a run. */
export interface Surroundings {
  /** Standard output. */
  write(text: string): void;
  /** Standard error. */
  writeError(text: string): void;
  /** Columns of the terminal that standard error is. Default: it is none. */
  columns?: number | undefined;
  /** The environment variables. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Told the report, without secrets. Default: nobody is. */
  report?(report: Report): Promise<void>;
}

/** @returns the exit status: 0 proven, 1 a check failed, 2 usage, 3 something that a proof needs was not checked. */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  const redactor = new Redactor();
  const write = (text: string) => around.write(redactor.clean(text));
  const writeError = (text: string) => around.writeError(redactor.clean(text));
  try {
    const options = parseOptions(argv, write);
    if (!options) return EXIT.proven;
    const inputs = await resolveInputs(options, around.environment);
    rememberSecrets(redactor, inputs);
    const accounts = inputs.candidates.map(({ account }) => account);
    const { signIns } = inputs.contract;
    const checks = countChecks({ accounts, ...(signIns && { signIns }) });
    let done = 0;
    const stop = tellProgress({
      name: "verify",
      done: () => `${done} of ${checks} checks`,
      write: writeError,
    });
    const report = await prove(inputs, options, () => {
      done += 1;
    }).finally(stop);
    await around.report?.(presentable(report, redactor));
    await writeReports(report, options, redactor, around.write);
    await writeEvidence(options.adminEvidence, report, inputs.contract, writeError);
    return exitStatus(report);
  } catch (error) {
    writeError(`${describe(error, around.columns)}\n`);
    return error instanceof VerifyError ? error.exitCode : EXIT.notChecked;
  }
}

function exitStatus({ proof }: Report): number {
  if (proof === "proven") return EXIT.proven;
  return proof === "failed" ? EXIT.failed : EXIT.notChecked;
}

function rememberSecrets(redactor: Redactor, inputs: Inputs): void {
  redactor.add(inputs.breakGlass?.password);
  redactor.add(inputs.oktaApi?.secret);
  redactor.add(inputs.given.outsider?.clientSecret);
  redactor.add(inputs.given.foreignToken);
  redactor.add(inputs.given.expiredToken);
  for (const { token } of inputs.personTokens ?? []) redactor.add(token);
  for (const { found } of inputs.candidates) {
    if ("missing" in found) continue;
    const { credential } = found;
    redactor.add("privateKey" in credential ? credential.privateKey : credential.clientSecret);
  }
}
