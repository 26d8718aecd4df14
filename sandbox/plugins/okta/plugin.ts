import { setTimeout as delay } from "node:timers/promises";
import { bridgedResource } from "../bridged/resource.ts";
import type { ProviderPlugin } from "../protocol/provider.ts";
import { reveal } from "../protocol/values.ts";
import { OktaClient, type Wait } from "./client.ts";
import { checkOktaConfiguration, readOktaConfiguration } from "./configuration.ts";
import { during } from "./error.ts";
import { adminRole } from "./resources/admin-role.ts";
import { apiScopes } from "./resources/api-scopes.ts";
import { entryOperations, serialized } from "./resources/collection.ts";
import { getGroup } from "./resources/get-group.ts";
import { oauthApp } from "./resources/oauth-app.ts";
import { group, groupAssignment, trustedOrigin } from "./resources/people.ts";
import { resourceSet } from "./resources/resource-set.ts";
import { roleAssignment } from "./resources/role-assignment.ts";
import { getServer, server } from "./resources/server.ts";
import {
  serverClaim,
  serverPolicy,
  serverPolicyRule,
  serverScope,
} from "./resources/server-entries.ts";

/**
 * The stand-in for the okta plugin: sends to Okta what the official one sends.
 *
 * @param environment where `OKTA_*` variables are read from.
 * @param wait for pauses between tries. Default: the clock, until the engine cancels.
 */
export function oktaPlugin(
  version: string,
  environment: NodeJS.ProcessEnv,
  wait?: Wait,
): ProviderPlugin {
  const cancelled = new AbortController();
  const { signal } = cancelled;
  const pause: Wait = wait ?? ((milliseconds) => delay(milliseconds, undefined, { signal }));
  let client: OktaClient | undefined;
  const okta = (): OktaClient => {
    if (client === undefined) throw new Error("the okta plugin is not configured yet");
    return client;
  };
  const operations = {
    "okta:app/oAuth:OAuth": oauthApp(okta, pause),
    "okta:app/groupAssignment:GroupAssignment": groupAssignment(okta),
    "okta:app/oauthRoleAssignment:OauthRoleAssignment": roleAssignment(okta),
    "okta:index/adminRoleCustom:AdminRoleCustom": adminRole(okta),
    "okta:index/appOauthApiScope:AppOauthApiScope": apiScopes(okta),
    "okta:index/resourceSet:ResourceSet": resourceSet(okta),
    "okta:group/group:Group": entryOperations(okta, group),
    "okta:trustedorigin/origin:Origin": entryOperations(okta, trustedOrigin),
    "okta:auth/server:Server": server(okta),
    "okta:auth/serverScope:ServerScope": entryOperations(okta, serverScope),
    "okta:auth/serverClaim:ServerClaim": entryOperations(okta, serverClaim),
    "okta:auth/serverPolicy:ServerPolicy": entryOperations(okta, serverPolicy),
    "okta:auth/serverPolicyRule:ServerPolicyRule": serialized(
      entryOperations(okta, serverPolicyRule),
    ),
  };

  return {
    name: "okta",
    version,
    resources: new Map(
      Object.entries(operations).map(([type, calls]) => [type, bridgedResource(calls)]),
    ),
    functions: new Map([
      ["okta:auth/getServer:getServer", (args) => getServer(okta(), reveal(args))],
      ["okta:group/getGroup:getGroup", (args) => getGroup(okta(), reveal(args))],
    ]),
    checkConfig: checkOktaConfiguration,
    async configure(inputs) {
      const configured = new OktaClient(readOktaConfiguration(inputs, environment), pause);
      client = configured;
      if (!configured.usesApiToken) return;
      // Two of the official plugin's clients prove the token, one after the other.
      await during("validate the Okta API token", async () => {
        await configured.request("sdk", "GET", "/api/v1/users/me");
        await configured.request("supplement", "GET", "/api/v1/users/me");
      });
    },
    cancel: () => cancelled.abort(),
    close: async () => client?.close(),
  };
}
