import type { CheckFailure, ProviderPlugin, ResourceHandler } from "../protocol/provider.ts";
import type { Properties } from "../protocol/values.ts";
import { RandomPassword } from "./random-password.ts";

/** The stand-in for the random plugin. It has no configuration and keeps nothing. */
export class RandomPlugin implements ProviderPlugin {
  readonly name = "random";
  readonly version: string;
  readonly resources: ReadonlyMap<string, ResourceHandler> = new Map([
    ["random:index/randomPassword:RandomPassword", new RandomPassword()],
  ]);
  readonly functions: ReadonlyMap<string, (args: Properties) => Promise<Properties>> = new Map();

  constructor(version: string) {
    this.version = version;
  }

  checkConfig(): CheckFailure[] {
    return [];
  }

  async configure(): Promise<void> {}

  cancel(): void {}

  async close(): Promise<void> {}
}
