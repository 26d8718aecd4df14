/** One world - org, cluster, node, engine - for programs that are applied to it again and again. */
export { ownDirectory } from "./process/guard.ts";
export { type Changes, pendingChanges } from "./run/changes.ts";
export type { Engine } from "./run/engine.ts";
export { type Harness, type HarnessOptions, startHarness } from "./run/harness.ts";
export type { HarnessStack, StackOptions } from "./run/harness-stack.ts";
export { oktaInventory } from "./run/leftovers.ts";
export { loadProgram, type Program } from "./run/project.ts";
export type { Reporter } from "./run/reporter.ts";
export type { World } from "./run/world.ts";
