/** Why the database does not start. The codes are the sandbox's own; the messages follow Neo4j's. */
export type BootErrorCode =
  | "CONFIG_DIRECTORY"
  | "UNRECOGNIZED_SETTING"
  | "INVALID_VALUE"
  | "COMMAND_NOT_EXECUTED"
  | "ILLEGAL_CONFIGURATION"
  | "EDITION"
  | "LICENSE"
  | "INITIAL_PASSWORD"
  | "SANDBOX_OPTION";

/** The database refuses to start; the process that runs it ends with exit code 1. */
export class BootError extends Error {
  readonly code: BootErrorCode;
  /** The setting or environment variable at fault, if it is a single one. */
  readonly setting: string | undefined;

  constructor(code: BootErrorCode, message: string, setting?: string) {
    super(message);
    this.name = "BootError";
    this.code = code;
    this.setting = setting;
  }
}

/** A setting's value that cannot be read; Neo4j puts the same sentence in front of every such reason. */
export function invalidValue(setting: string, reason: string): BootError {
  return new BootError(
    "INVALID_VALUE",
    `Error evaluating value for setting '${setting}'. ${reason}`,
    setting,
  );
}

/** Settings that are each well formed, but make no sense together. */
export function illegalConfiguration(reason: string, setting?: string): BootError {
  return new BootError("ILLEGAL_CONFIGURATION", `Illegal configuration: ${reason}`, setting);
}
