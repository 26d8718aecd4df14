/** Where the real programs of a rehearsal come from. */
export { TOOL_NAMES, type ToolName } from "./catalogue.ts";
export { ToolchainError, type ToolchainErrorCode } from "./errors.ts";
export { type LocateOptions, locateToolchain } from "./locate.ts";
export type { LocatedTool, Toolchain, ToolOrigin } from "./plan.ts";
export type { OnProgress, ToolchainProgress } from "./progress.ts";
