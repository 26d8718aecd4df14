import { SandboxError, type SandboxErrorCode } from "../errors.ts";

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process that did not come up. The message ends with the last lines that it printed. */
export class ProcessError extends SandboxError {
  override readonly name = "ProcessError";
  readonly logTail: string;

  constructor(
    code: Extract<SandboxErrorCode, `process-${string}`>,
    message: string,
    logTail: string,
  ) {
    super(code, logTail === "" ? message : `${message} Its last lines:\n${logTail}`);
    this.logTail = logTail;
  }
}

/** e.g. `exit code 1`, `signal SIGKILL`. */
export function describeExit(exit: Exit): string {
  return exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}
