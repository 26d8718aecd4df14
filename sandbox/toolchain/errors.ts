/**
 * Why the tools cannot be had.
 *
 * - `TOOLCHAIN_PLATFORM`: the operating system is neither Linux nor macOS.
 * - `TOOLCHAIN_OVERRIDE`: an environment variable names a file that cannot be used.
 * - `TOOLCHAIN_UNAVAILABLE`: no source has the tool: not installed, not downloadable, not buildable.
 * - `TOOLCHAIN_CACHE`: the cache folder cannot be written.
 * - `TOOLCHAIN_CHART`: the chart given by path is not one.
 */
export type ToolchainErrorCode =
  | "TOOLCHAIN_PLATFORM"
  | "TOOLCHAIN_OVERRIDE"
  | "TOOLCHAIN_UNAVAILABLE"
  | "TOOLCHAIN_CACHE"
  | "TOOLCHAIN_CHART";

/** A failure that the user can fix; the message says how, so it is shown without a stack trace. */
export class ToolchainError extends Error {
  readonly code: ToolchainErrorCode;

  constructor(code: ToolchainErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ToolchainError";
    this.code = code;
  }
}

/** The first line of what was thrown; for the bare "fetch failed", its cause instead. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === "fetch failed" && error.cause !== undefined) return reasonOf(error.cause);
  return error.message.split("\n")[0] ?? "";
}
