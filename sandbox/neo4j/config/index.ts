export { BootError } from "./boot-error.ts";
export { type Configuration, parseConfiguration, readConfiguration } from "./configuration.ts";
export { type EditionEnvironment, readEdition } from "./edition.ts";
export { type InitialPassword, readInitialPassword } from "./initial-password.ts";
export type { OidcProvider } from "./oidc-provider.ts";
export { noteOnStandIn, standInFor } from "./release.ts";
