import type { ProviderPlugin } from "../protocol/provider.ts";
import { randomPassword } from "./random-password.ts";

/** The stand-in for the random plugin. It has no configuration and keeps nothing. */
export function randomPlugin(version: string): ProviderPlugin {
  const resources = new Map([["random:index/randomPassword:RandomPassword", randomPassword]]);
  return { name: "random", version, resources };
}
