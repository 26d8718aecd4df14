/** The emulated Okta org, for tests and benchmarks that drive it themselves. */
export { OktaEmulator, type OktaEmulatorOptions } from "./emulator.ts";
export type { AccessPolicy, App, AuthorizationServer, Claim } from "./entities.ts";
export type { LoggedRequest } from "./http/request-log.ts";
export { findApp, findServer } from "./org.ts";
export { addPeople, type PeopleOptions, peopleSeed, type SeedPerson } from "./people-seed.ts";
export { createSigningKey, rotateKeys } from "./tokens/keys.ts";
export { type SignIn, type SignInTokens, signIn, type Visit, Visitor } from "./visitor.ts";
