/** A failure that the user can fix: the sentence is shown without a stack trace. */
export class SandboxError extends Error {
  /** Stable, e.g. `SANDBOX_STACK_MISSING`. */
  readonly code: string;
  /** Exit status of the process: 1 the rehearsal failed, 2 usage. */
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode = 1) {
    super(message);
    this.name = "SandboxError";
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** Ctrl-C or SIGTERM. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}
