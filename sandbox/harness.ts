/** One world - org, cluster, node, engine - for programs that are applied to it again and again. */
export { addPeople, type PeopleOptions, peopleSeed, type SeedPerson } from "./okta/people-seed.ts";
export { type SignIn, type SignInTokens, signIn, type Visit, Visitor } from "./okta/visitor.ts";
export { ownDirectory } from "./process/guard.ts";
export { type Changes, pendingChanges } from "./run/changes.ts";
export type { Engine } from "./run/engine.ts";
export { type Harness, type HarnessOptions, startHarness } from "./run/harness.ts";
export type { HarnessStack, StackOptions } from "./run/harness-stack.ts";
export { oktaInventory } from "./run/leftovers.ts";
export { loadProgram, type Program } from "./run/project.ts";
export type { Reporter } from "./run/reporter.ts";
export type { World } from "./run/world.ts";
