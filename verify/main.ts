import { EXIT, VerifyError } from "./errors.ts";
import { parseOptions } from "./inputs/options.ts";
import { type Inputs, resolveInputs } from "./inputs/resolve.ts";
import type { Report } from "./outcome.ts";
import { Progress } from "./progress.ts";
import { prove } from "./prove.ts";
import { Redactor } from "./redact.ts";
import { writeReports } from "./reports/write.ts";
import { countChecks } from "./run.ts";

/** The process around a run. */
export interface Surroundings {
  write(text: string): void;
  writeError(text: string): void;
  environment: Readonly<Record<string, string | undefined>>;
}

/** @returns the exit status: 0 proven, 1 a check failed, 2 usage, 3 could not look. */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  const redactor = new Redactor();
  const write = (text: string) => around.write(redactor.clean(text));
  const writeError = (text: string) => around.writeError(redactor.clean(text));
  try {
    const options = parseOptions(argv, write);
    if (!options) return EXIT.proven;
    const inputs = await resolveInputs(options, around.environment);
    rememberSecrets(redactor, inputs);
    const progress = new Progress(countChecks(inputs.candidates), writeError);
    const report = await prove(inputs, options, () => progress.step()).finally(() =>
      progress.stop(),
    );
    await writeReports(report, options, redactor, around.write);
    return exitStatus(report);
  } catch (error) {
    writeError(`${describe(error)}\n`);
    return error instanceof VerifyError ? error.exitCode : EXIT.notChecked;
  }
}

function exitStatus({ proof }: Report): number {
  if (proof === "proven") return EXIT.proven;
  return proof === "failed" ? EXIT.failed : EXIT.notChecked;
}

function describe(error: unknown): string {
  if (error instanceof VerifyError) return `${error.message} (${error.code})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function rememberSecrets(redactor: Redactor, inputs: Inputs): void {
  redactor.add(inputs.breakGlass?.password);
  redactor.add(inputs.oktaApi?.authorization.split(" ")[1]);
  redactor.add(inputs.given.outsider?.clientSecret);
  for (const { found } of inputs.candidates) {
    if ("missing" in found) continue;
    const { credential } = found;
    redactor.add("privateKey" in credential ? credential.privateKey : credential.clientSecret);
  }
}
