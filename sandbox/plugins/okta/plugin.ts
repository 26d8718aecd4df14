import { setTimeout as delay } from "node:timers/promises";
import { BridgedResource } from "../bridged/resource.ts";
import type { CheckFailure, ProviderPlugin, ResourceHandler } from "../protocol/provider.ts";
import { type Properties, revealProperties } from "../protocol/values.ts";
import { OktaClient, type Wait } from "./client.ts";
import { checkOktaConfiguration, readOktaConfiguration } from "./configuration.ts";
import { during } from "./error.ts";
import { nestedOperations, serialized } from "./resources/nested.ts";
import { oauthApp } from "./resources/oauth-app.ts";
import { getServer, server } from "./resources/server.ts";
import { serverClaim } from "./resources/server-claim.ts";
import { serverPolicy } from "./resources/server-policy.ts";
import { serverPolicyRule } from "./resources/server-policy-rule.ts";
import { serverScope } from "./resources/server-scope.ts";

/** The stand-in for the okta plugin: sends to Okta what the official one sends. */
export class OktaPlugin implements ProviderPlugin {
  readonly name = "okta";
  readonly version: string;
  readonly resources: ReadonlyMap<string, ResourceHandler>;
  readonly functions: ReadonlyMap<string, (args: Properties) => Promise<Properties>>;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #wait: Wait;
  readonly #cancelled = new AbortController();
  #client: OktaClient | undefined;

  /**
   * @param environment where `OKTA_*` variables are read from.
   * @param wait for pauses between tries. Default: the clock, until the engine cancels.
   */
  constructor(version: string, environment: NodeJS.ProcessEnv, wait?: Wait) {
    this.version = version;
    this.#environment = environment;
    const { signal } = this.#cancelled;
    this.#wait = wait ?? ((milliseconds) => delay(milliseconds, undefined, { signal }));
    const okta = (): OktaClient => this.#configured();
    this.resources = new Map([
      ["okta:app/oAuth:OAuth", new BridgedResource(oauthApp(okta, this.#wait))],
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
    const configuration = readOktaConfiguration(inputs, this.#environment);
    const client = new OktaClient(configuration, this.#wait);
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
