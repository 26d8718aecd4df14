import { access, constants, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { SandboxError } from "../../errors.ts";
import { renderJunit } from "./junit.ts";
import type { Outcome } from "./schema.ts";

/** The document of a run, as `--json` prints it. */
export function printed(outcome: Outcome): string {
  return `${JSON.stringify(outcome, null, 2)}\n`;
}

/**
 * Finds out early that a report cannot be written.
 *
 * @param file undefined: none is asked for
 * @throws SandboxError `report-file`
 */
export async function assertReportFile(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const folder = dirname(resolve(file));
  await access(folder, constants.W_OK).catch((error: unknown) => refuse(file, error));
}

/** @throws SandboxError `report-file` */
export async function writeReport(file: string | undefined, outcome: Outcome): Promise<void> {
  if (file === undefined) return;
  await writeFile(file, renderJunit(outcome)).catch((error: unknown) => refuse(file, error));
}

function refuse(file: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  throw new SandboxError(
    "report-file",
    `--junit ${file} cannot be written (${code}). Fix: name a file in a folder that you can write.`,
    { exitCode: 2 },
  );
}
