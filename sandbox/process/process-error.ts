/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export type ProcessErrorCode =
  | "PROCESS_NOT_STARTED"
  | "PROCESS_EXITED"
  | "PROCESS_NOT_READY"
  | "PROCESS_STOPPED";

/** A process that did not come up. The message ends with the last lines that it printed. */
export class ProcessError extends Error {
  readonly code: ProcessErrorCode;
  readonly logTail: string;

  constructor(code: ProcessErrorCode, message: string, logTail: string) {
    super(logTail === "" ? message : `${message} Its last lines:\n${logTail}`);
    this.name = "ProcessError";
    this.code = code;
    this.logTail = logTail;
  }
}

/** e.g. `exit code 1`, `signal SIGKILL`. */
export function describeExit(exit: Exit): string {
  return exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}
