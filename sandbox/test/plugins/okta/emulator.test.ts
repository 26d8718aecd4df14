import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OktaEmulator } from "../../../okta/emulator.ts";
import { oktaPlugin } from "../../../plugins/okta/plugin.ts";
import { Secret } from "../../../plugins/protocol/values.ts";
import { PluginClient, type Resource } from "../plugin-client.ts";
import { refreshed } from "../refreshed.ts";
import {
  APP,
  account,
  CLAIM,
  claimOf,
  POLICY,
  policyOf,
  RULE,
  ruleOf,
  SCOPE,
  SERVER,
  scopeOf,
} from "./programs.ts";

const emulator = new OktaEmulator();
const plugin = new PluginClient(oktaPlugin("7.0.0", {}));
const resources: [string, Resource][] = [];

beforeAll(async () => {
  await emulator.start();
  await plugin.start({ httpProxy: emulator.url, accessToken: new Secret(emulator.accessToken) });
  const make = async (
    type: string,
    program: Parameters<typeof plugin.make>[1],
  ): Promise<string> => {
    const made = await plugin.make(type, program);
    resources.push([type, made]);
    return made.id;
  };
  const server = await make(SERVER, { name: "neo4j", audiences: ["api://neo4j"] });
  await make(APP, account("neo4j-service-account"));
  const jwk = { kid: "k1", kty: "RSA", e: "AQAB", n: Buffer.alloc(256, 255).toString("base64url") };
  await make(
    APP,
    account("etl-loader", { tokenEndpointAuthMethod: "private_key_jwt", jwks: [jwk] }),
  );
  await make(APP, account("switched-off", { status: "INACTIVE" }));
  await make(SCOPE, scopeOf(server));
  await make(CLAIM, claimOf(server));
  const policy = await make(POLICY, policyOf(server, ["neo4j-service-account", "etl-loader"]));
  await make(RULE, ruleOf(server, policy));
});
afterAll(async () => {
  await plugin.stop();
  await emulator.stop();
});

describe("against the emulated Okta", () => {
  test("a refresh changes nothing but empty lists, and the second preview shows no change", async () => {
    for (const [type, made] of resources) {
      const read = await plugin.read(type, made);
      expect(read, type).toEqual(refreshed(made));
      expect((await plugin.diff(type, made, made.inputs)).diffs, type).toEqual([]);
    }
  });

  test("every change goes through, and is what is read back", async () => {
    const [, app] = resources[1] as [string, Resource];
    const profile = '{"neo4j_groups":["neo4j_publisher"]}';
    const changed = await plugin.change(
      APP,
      app,
      account("neo4j-service-account", { profile, label: "other" }),
    );
    expect(changed.outputs).toMatchObject({
      profile,
      label: "other",
      clientSecret: app.outputs.clientSecret,
    });
    expect(await plugin.read(APP, changed)).toEqual(refreshed(changed));
    const off = await plugin.change(
      APP,
      changed,
      account("neo4j-service-account", { profile, label: "other", status: "INACTIVE" }),
    );
    expect((await plugin.read(APP, off))?.outputs.status).toBe("INACTIVE");
    resources[1] = [APP, off];
  });

  test("the org's own authorization server is found by its name", async () => {
    const found = await plugin.invoke("okta:auth/getServer:getServer", { name: "default" });
    expect(found).toMatchObject({ name: "default", audiences: ["api://default"] });
    expect(found.issuer).toBe(`${emulator.url}/oauth2/default`);
  });

  test("Okta's refusal comes through in the plugin's terse words, with Okta's own beside them and without the token", async () => {
    const again = account("neo4j-service-account");
    const error: unknown = await plugin.make(APP, again).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(
      /failed to create OAuth application: 400 Bad Request \(the sandbox adds: .* already exists, E0000001\)/,
    );
    expect(String(error)).not.toContain(emulator.accessToken);
  });

  test("a wrong access token is refused", async () => {
    const other = new PluginClient(oktaPlugin("7.0.0", {}));
    await other.start({ httpProxy: emulator.url, accessToken: new Secret("wrong") });
    await expect(other.make(SERVER, { name: "x", audiences: ["a"] })).rejects.toThrow(
      /Invalid token provided \(the sandbox adds: status 401, E0000011\)/,
    );
    await other.stop();
  });

  test("an API token is taken too, with the calls that it needs", async () => {
    const other = new PluginClient(oktaPlugin("7.0.0", {}));
    await other.start({ httpProxy: emulator.url, apiToken: new Secret(emulator.apiToken) });
    const made = await other.make(APP, account("by-api-token"));
    expect(await other.read(APP, made)).toEqual(refreshed(made));
    await other.remove(APP, made);
    await other.stop();
  });

  test("destroy leaves nothing of it", async () => {
    for (const [type, made] of [...resources].reverse()) await plugin.remove(type, made);
    for (const [type, made] of resources) {
      if (type === APP) await expect(plugin.read(type, made)).rejects.toThrow(/404 Not Found/);
      else expect(await plugin.read(type, made), type).toBeUndefined();
    }
  });
});
