import { SandboxError, type SandboxErrorCode } from "../../errors.ts";

/**
 * The database refuses to start; the process that runs it ends with exit code 1. The codes are the
 * sandbox's own; the messages follow Neo4j's.
 */
export class BootError extends SandboxError {
  override readonly name = "BootError";
  /** The setting or environment variable at fault, if it is a single one. */
  readonly setting: string | undefined;

  constructor(code: SandboxErrorCode, message: string, setting?: string) {
    super(code, message);
    this.setting = setting;
  }
}

/** A setting's value that cannot be read; Neo4j puts the same sentence in front of every such reason. */
export function invalidValue(setting: string, reason: string): BootError {
  return new BootError(
    "invalid-value",
    `Error evaluating value for setting '${setting}'. ${reason}`,
    setting,
  );
}

/** Settings that are each well formed, but make no sense together. */
export function illegalConfiguration(reason: string, setting?: string): BootError {
  return new BootError("illegal-configuration", `Illegal configuration: ${reason}`, setting);
}
