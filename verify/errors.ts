/** Exit statuses of `npm run verify`. */
export const EXIT = { proven: 0, failed: 1, usage: 2, couldNotLook: 3 } as const;

/** Why verification could not begin; shown as one sentence. */
export class VerifyError extends Error {
  override readonly name = "VerifyError";
  /** Stable, e.g. `VERIFY_STACK_UNKNOWN`. */
  readonly code: string;
  /** 2 for usage, 3 when there was nothing to look at. */
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode: number = EXIT.couldNotLook) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}
