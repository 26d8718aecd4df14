import { setTimeout as delay } from "node:timers/promises";
import { BridgedResource } from "../bridged/resource.ts";
import type { CheckFailure, ProviderPlugin, ResourceHandler } from "../protocol/provider.ts";
import { type Properties, revealProperties } from "../protocol/values.ts";
import { OktaClient } from "./client.ts";
import { checkOktaConfiguration, readOktaConfiguration } from "./configuration.ts";
import { during } from "./error.ts";
import { nestedOperations } from "./resources/nested.ts";
import { oauthApp } from "./resources/oauth-app.ts";
import { getServer, server } from "./resources/server.ts";
import { serverClaim } from "./resources/server-claim.ts";
import { serverPolicy } from "./resources/server-policy.ts";
import { serverPolicyRule } from "./resources/server-policy-rule.ts";
import { serverScope } from "./resources/server-scope.ts";
import { serialized } from "./serialized.ts";

/** The stand-in for the okta plugin: sends to Okta what the official one sends. */
export class OktaPlugin implements ProviderPlugin {
  readonly name = "okta";
  readonly version: string;
  readonly resources: ReadonlyMap<string, ResourceHandler>;
  readonly functions: ReadonlyMap<string, (args: Properties) => Promise<Properties>>;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #cancelled = new AbortController();
  #client: OktaClient | undefined;

  /** @param environment where `OKTA_*` variables are read from. */
  constructor(version: string, environment: NodeJS.ProcessEnv) {
    this.version = version;
    this.#environment = environment;
    const okta = (): OktaClient => this.#configured();
    const pause = (milliseconds: number): Promise<void> =>
      delay(milliseconds, undefined, { signal: this.#cancelled.signal });
    this.resources = new Map([
      ["okta:app/oAuth:OAuth", new BridgedResource(oauthApp(okta, pause))],
      ["okta:auth/server:Server", new BridgedResource(server(okta))],
      [
        "okta:auth/serverScope:ServerScope",
        new BridgedResource(nestedOperations(okta, serverScope)),
      ],
      [
        "okta:auth/serverClaim:ServerClaim",
        new BridgedResource(nestedOperations(okta, serverClaim)),
      ],
      [
        "okta:auth/serverPolicy:ServerPolicy",
        new BridgedResource(nestedOperations(okta, serverPolicy)),
      ],
      [
        "okta:auth/serverPolicyRule:ServerPolicyRule",
        new BridgedResource(serialized(nestedOperations(okta, serverPolicyRule))),
      ],
    ]);
    this.functions = new Map([
      ["okta:auth/getServer:getServer", (args) => getServer(okta(), revealProperties(args))],
    ]);
  }

  checkConfig(inputs: Properties): CheckFailure[] {
    return checkOktaConfiguration(inputs);
  }

  async configure(inputs: Properties): Promise<void> {
    const [failure] = checkOktaConfiguration(inputs);
    if (failure !== undefined) throw new Error(failure.reason);
    const client = new OktaClient(
      readOktaConfiguration(inputs, this.#environment),
      this.#cancelled.signal,
    );
    this.#client = client;
    if (client.usesApiToken) {
      // Two of the official plugin's clients prove the token, one after the other.
      await during("validate the Okta API token", async () => {
        await client.request("sdk", "GET", "/api/v1/users/me");
        await client.request("supplement", "GET", "/api/v1/users/me");
      });
    }
  }

  cancel(): void {
    this.#cancelled.abort();
  }

  async close(): Promise<void> {
    this.#client?.close();
  }

  #configured(): OktaClient {
    if (this.#client === undefined) throw new Error("the okta plugin is not configured yet");
    return this.#client;
  }
}
