import { afterAll, beforeAll } from "vitest";
import { oktaPlugin } from "../../../plugins/okta/plugin.ts";
import { type Properties, Secret } from "../../../plugins/protocol/values.ts";
import { startOkta } from "../../okta/support.ts";
import { PluginClient } from "../plugin-client.ts";

export const ROLE = "okta:index/adminRoleCustom:AdminRoleCustom";
export const SET = "okta:index/resourceSet:ResourceSet";
export const SCOPES = "okta:index/appOauthApiScope:AppOauthApiScope";
export const ASSIGNMENT = "okta:app/oauthRoleAssignment:OauthRoleAssignment";

/** What a program says of a role that may read apps. */
export const READER: Properties = {
  label: "app reader",
  description: "Reads apps",
  permissions: ["okta.apps.read"],
};

/** An emulated org, and a plugin that may do everything there; both end with the test file. */
export async function startIam() {
  const { okta, admin } = await startOkta();
  const plugin = new PluginClient(oktaPlugin("7.0.0", {}));
  beforeAll(() => plugin.start({ httpProxy: okta.url, accessToken: new Secret(okta.accessToken) }));
  afterAll(() => plugin.stop());
  /** The calls to Okta that `act` makes. */
  const calls = async (act: () => Promise<unknown>): Promise<string[]> => {
    const before = okta.log.entries.length;
    await act();
    return okta.log.entries.slice(before).map(({ method, path }) => `${method} ${path}`);
  };
  return { okta, admin, plugin, calls };
}
