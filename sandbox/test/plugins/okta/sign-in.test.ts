import { generateKeyPairSync } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { oktaPlugin } from "../../../plugins/okta/plugin.ts";
import { type Properties, Secret } from "../../../plugins/protocol/values.ts";
import { serviceApp, startOkta } from "../../okta/support.ts";
import { PluginClient } from "../plugin-client.ts";

const GROUP = "okta:group/group:Group";
const { okta, admin } = await startOkta();

/** A service app of the org with a key, and the provider's configuration for it. */
async function registered(clientId: string, changes: object = {}) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key-1" }] };
  const app = serviceApp(clientId, clientId, { jwks, ...changes });
  app.credentials.oauthClient.token_endpoint_auth_method = "private_key_jwt";
  const { body } = await admin.post("/api/v1/apps", app);
  const scopeId = "okta.groups.manage";
  await admin.post(`/api/v1/apps/${body.id}/grants`, { issuer: okta.url, scopeId });
  await admin.post(`/oauth2/v1/clients/${clientId}/roles`, { type: "SUPER_ADMIN" });
  return {
    httpProxy: okta.url,
    clientId,
    scopes: JSON.stringify([scopeId]),
    privateKey: new Secret(privateKey.export({ format: "pem", type: "pkcs8" }).toString()),
    privateKeyId: "key-1",
  };
}

async function started(configuration: Properties): Promise<PluginClient> {
  const plugin = new PluginClient(oktaPlugin("7.0.0", {}));
  await plugin.start(configuration);
  onTestFinished(() => plugin.stop());
  return plugin;
}

test.each([
  ["by its key", "deployer", {}],
  ["that requires DPoP", "bound-deployer", { dpop_bound_access_tokens: true }],
])("a service app %s makes, reads and deletes", async (_what, clientId, changes) => {
  const plugin = await started(await registered(clientId, changes));
  const group = await plugin.make(GROUP, { name: `made by ${clientId}` });
  expect((await plugin.read(GROUP, group))?.outputs.name).toBe(`made by ${clientId}`);
  await plugin.remove(GROUP, group);
  expect(await plugin.read(GROUP, group)).toBeUndefined();
});

describe("Okta refuses", () => {
  test.each([
    ["foreign-key", { privateKeyId: "key-2" }, /401, invalid_client, .*kid is inv/],
    [
      "ungranted-scope",
      { scopes: '["okta.apps.read"]' },
      /400, consent_required, You are not allowed/,
    ],
    ["unknown-client", { clientId: "nobody" }, /401, invalid_client/],
  ])("%s", async (name, changes, cause) => {
    const plugin = await started({ ...(await registered(name)), ...changes });
    const error = await plugin.make(GROUP, { name: "never" }).catch(String);
    expect(error).toMatch(/failed to create group: Empty access token \(the sandbox adds: /);
    expect(error).toMatch(cause);
    expect(error).not.toContain("eyJ");
    expect(error).not.toContain("PRIVATE KEY");
  });
});
