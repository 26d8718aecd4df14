import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import { sentence } from "../access/wrap.ts";
import { printable } from "../tokens/http.ts";

/** Exit statuses of `npm run verify`: what the run shows of the stack. */
export const EXIT = {
  /** Every account is proven. */
  proven: 0,
  /** At least one check failed. */
  failed: 1,
  /** The command line, or the environment that it needs, is wrong. */
  usage: 2,
  /** Nothing failed, but something that has to be proven was not checked. */
  notChecked: 3,
} as const;

/** Why verification could not begin, or its report not be written; shown as one sentence. */
export class VerifyError extends Neo4jOktaError {
  /** One of {@link EXIT}. Default: 3, since nothing was checked. */
  readonly exitCode: number;

  constructor(code: ErrorCode, message: string, exitCode: number = EXIT.notChecked) {
    super(code, message);
    this.exitCode = exitCode;
  }
}

/**
 * An expected error as a sentence; any other as one line, and where it was thrown.
 *
 * @param columns of the terminal; undefined where there is none
 */
export function describe(error: unknown, columns: number | undefined): string {
  if (error instanceof Neo4jOktaError) {
    const line = error.message.split(/\s*\n\s*/).join(" ");
    return sentence(printable(`${line} (${error.code})`), columns);
  }
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return [printable(String(error)), ...frames].join("\n");
}
