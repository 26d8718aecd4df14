import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OktaEmulator } from "../../../okta/emulator.ts";
import { oktaPlugin } from "../../../plugins/okta/plugin.ts";
import { Secret } from "../../../plugins/protocol/values.ts";
import { oktaInventory } from "../../../run/leftovers.ts";
import { PluginClient, type Resource } from "../plugin-client.ts";
import { refreshed } from "../refreshed.ts";
import { APP, CLAIM, POLICY, policyOf, RULE, SERVER } from "./programs.ts";

const GROUP = "okta:group/group:Group";
const ASSIGNMENT = "okta:app/groupAssignment:GroupAssignment";
const ORIGIN = "okta:trustedorigin/origin:Origin";

const emulator = new OktaEmulator();
const plugin = new PluginClient(oktaPlugin("7.0.0", {}));
const made = new Map<string, Resource>();
let atFirst: string[];

async function make(type: string, program: Parameters<typeof plugin.make>[1]): Promise<string> {
  const resource = await plugin.make(type, program);
  made.set(type, resource);
  return resource.id;
}

/** What a program declares for one sign-in. */
beforeAll(async () => {
  await emulator.start();
  atFirst = oktaInventory(emulator.org);
  await plugin.start({ httpProxy: emulator.url, accessToken: new Secret(emulator.accessToken) });
  const server = await make(SERVER, { name: "people", audiences: ["api://people"] });
  const groupId = await make(GROUP, { name: "engineers", description: "May sign in" });
  const appId = await make(APP, {
    label: "Neo4j Browser",
    type: "browser",
    grantTypes: ["authorization_code"],
    responseTypes: ["code"],
    tokenEndpointAuthMethod: "none",
    pkceRequired: true,
    consentMethod: "TRUSTED",
    redirectUris: ["http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri"],
    postLogoutRedirectUris: ["http://localhost:7474/browser/"],
  });
  await make(ASSIGNMENT, { appId, groupId });
  await make(CLAIM, {
    authServerId: server,
    name: "groups",
    claimType: "RESOURCE",
    valueType: "GROUPS",
    groupFilterType: "REGEX",
    value: "^(engineers)$",
    scopes: ["openid"],
    alwaysIncludeInToken: true,
    status: "ACTIVE",
  });
  const clientId = String(made.get(APP)?.outputs.clientId);
  const policyId = await make(POLICY, policyOf(server, [clientId]));
  await make(RULE, {
    authServerId: server,
    policyId,
    name: "authorization code",
    grantTypeWhitelists: ["authorization_code"],
    scopeWhitelists: ["openid", "profile", "email"],
    groupWhitelists: [groupId],
    priority: 1,
    status: "ACTIVE",
  });
  await make(ORIGIN, {
    name: "Neo4j Browser",
    origin: "http://localhost:7474",
    scopes: [{ type: "CORS" }, { type: "REDIRECT" }],
  });
});
afterAll(async () => {
  await plugin.stop();
  await emulator.stop();
});

const TYPES = [SERVER, GROUP, APP, ASSIGNMENT, CLAIM, POLICY, RULE, ORIGIN];

describe.each(TYPES)("%s", (type) => {
  const resource = () => {
    const found = made.get(type);
    if (found === undefined) throw new Error(`${type} was not made`);
    return found;
  };

  test("does not differ from its program after it was made", async () => {
    const { inputs } = resource();
    expect(await plugin.diff(type, resource(), inputs)).toMatchObject({
      changed: false,
      diffs: [],
    });
  });

  test("reads back as it was made", async () => {
    const read = await plugin.read(type, resource());
    expect(read).toEqual(refreshed(resource()));
  });
});

describe("a group is looked up by its name", () => {
  const lookUp = (name: string) => plugin.invoke("okta:group/getGroup:getGroup", { name });
  let abroad: Resource;
  beforeAll(async () => {
    abroad = await plugin.make(GROUP, { name: "engineers-abroad" });
  });
  afterAll(() => plugin.remove(GROUP, abroad));

  test("the whole name comes first", async () => {
    expect(await lookUp("engineers")).toMatchObject({
      name: "engineers",
      description: "May sign in",
    });
  });

  test("as with the official plugin, the only one that begins with it will do, and two will not", async () => {
    expect(await lookUp("engineers-")).toMatchObject({ name: "engineers-abroad" });
    await expect(lookUp("engineer")).rejects.toThrow(
      'group starting with name "engineer" matches 2 groups, select a more precise name parameter',
    );
    await expect(lookUp("nobody")).rejects.toThrow('group with name "nobody" does not exist');
  });
});

test("other groups of the app are another assignment", async () => {
  const assignment = made.get(ASSIGNMENT);
  if (assignment === undefined) throw new Error("no assignment");
  const inputs = { ...assignment.inputs, groupId: "00g00000000000000000" };
  expect(await plugin.diff(ASSIGNMENT, assignment, inputs)).toMatchObject({
    changed: true,
    replaces: ["groupId"],
  });
});

test("the second group of an app is numbered by Okta, which differs from its program unless that is ignored", async () => {
  const [appId, groupId] = [made.get(APP)?.id ?? "", (await plugin.make(GROUP, { name: "b" })).id];
  const second = await plugin.make(ASSIGNMENT, { appId, groupId });
  expect((await plugin.diff(ASSIGNMENT, second, second.inputs)).diffs).toEqual(["priority"]);
  expect(await plugin.diff(ASSIGNMENT, second, second.inputs, ["priority"])).toMatchObject({
    changed: false,
  });
  await plugin.remove(ASSIGNMENT, second);
  await plugin.remove(GROUP, { ...second, id: groupId });
});

test("an assignment's profile is what the program says, and what Okta has is seen", async () => {
  const [appId, groupId] = [made.get(APP)?.id ?? "", (await plugin.make(GROUP, { name: "c" })).id];
  const profile = '{"role":"reader"}';
  const assignment = await plugin.make(ASSIGNMENT, { appId, groupId, profile });
  const path = `${emulator.url}/api/v1/apps/${appId}/groups/${groupId}`;
  const headers = {
    authorization: `Bearer ${emulator.accessToken}`,
    "content-type": "application/json",
  };
  const body = JSON.stringify({ profile: { role: "other" } });
  await fetch(path, { method: "PUT", headers, body });
  const read = await plugin.read(ASSIGNMENT, assignment);
  expect(read?.outputs.profile).toBe('{"role":"other"}');
  await plugin.remove(ASSIGNMENT, assignment);
  await plugin.remove(GROUP, { ...assignment, id: groupId });
});

test("an origin that is taken by hand is made anew", async () => {
  const origin = made.get(ORIGIN);
  if (origin === undefined) throw new Error("no origin");
  await plugin.remove(ORIGIN, origin);
  expect(await plugin.read(ORIGIN, origin)).toBeUndefined();
  await make(ORIGIN, origin.inputs);
});

test("nothing is left at Okta when everything is deleted", async () => {
  for (const type of [ORIGIN, RULE, POLICY, CLAIM, ASSIGNMENT, APP, GROUP, SERVER]) {
    const resource = made.get(type);
    if (resource !== undefined) await plugin.remove(type, resource);
  }
  expect(oktaInventory(emulator.org)).toEqual(atFirst);
});
