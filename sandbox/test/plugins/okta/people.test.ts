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

/** @returns the id of somebody who is in the group from now on */
async function addMember(group: string): Promise<string> {
  const profile = { login: "a@example.com", email: "a@example.com", firstName: "A", lastName: "A" };
  const headers = {
    authorization: `Bearer ${emulator.accessToken}`,
    "content-type": "application/json",
  };
  const body = JSON.stringify({ profile, groupIds: [group] });
  const answer = await fetch(`${emulator.url}/api/v1/users`, { method: "POST", headers, body });
  return ((await answer.json()) as { id: string }).id;
}

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
  const LOOK_UP = "okta:group/getGroup:getGroup";
  const lookUp = (name: string) => plugin.invoke(LOOK_UP, { name });
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

  test("by its id, with who is in it; the name beside it is refused", async () => {
    const [id, user] = [made.get(GROUP)?.id ?? "", await addMember(made.get(GROUP)?.id ?? "")];
    expect(await plugin.invoke(LOOK_UP, { id, includeUsers: true })).toMatchObject({
      name: "engineers",
      includeUsers: true,
      users: [user],
    });
    expect(await plugin.invoke(LOOK_UP, { id })).toMatchObject({ includeUsers: false, users: [] });
    await expect(plugin.invoke(LOOK_UP, { id, name: "engineers" })).rejects.toThrow(
      '"id": conflicts with "name"',
    );
    await expect(plugin.invoke(LOOK_UP, { id, type: "OKTA_GROUP" })).rejects.toThrow(
      '"id": conflicts with "type"',
    );
    await expect(plugin.invoke(LOOK_UP, { id: "00g0" })).rejects.toThrow("get group by ID");
  });

  test("by its type too; nobody waits for an org that knows at once", async () => {
    const everyone = { name: "Everyone", type: "BUILT_IN", delayReadSeconds: "60" };
    expect(await plugin.invoke(LOOK_UP, everyone)).toMatchObject({ type: "BUILT_IN" });
    const other = { name: "engineers", type: "BUILT_IN" };
    await expect(plugin.invoke(LOOK_UP, other)).rejects.toThrow(
      'group with name "engineers" and type "BUILT_IN" does not exist',
    );
    const many = { name: "engineer", type: "OKTA_GROUP" };
    await expect(plugin.invoke(LOOK_UP, many)).rejects.toThrow(
      'group starting with name "engineer" and type "OKTA_GROUP" matches 2 groups',
    );
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

test("an assignment without a profile stores Okta's, and agrees with it", () => {
  expect(made.get(ASSIGNMENT)?.outputs.profile).toBe("{}");
});

test("a group is looked for before its id is noted, as the official plugin does it", async () => {
  const before = emulator.log.entries.length;
  const group = await plugin.make(GROUP, { name: "looked-for" });
  const asked = emulator.log.entries.slice(before).map(({ method }) => method);
  expect(asked).toEqual(["POST", "GET", "GET"]);
  await plugin.remove(GROUP, group);
});

test("an origin is active, and no program's word makes it otherwise", async () => {
  const origin = made.get(ORIGIN);
  expect(origin?.outputs).toMatchObject({
    status: "ACTIVE",
    created: expect.stringMatching(/:\d\dZ$/),
    lastUpdated: expect.stringMatching(/:\d\dZ$/),
  });
  expect(origin?.inputs).not.toHaveProperty("status");
  await expect(
    plugin.make(ORIGIN, { ...origin?.inputs, origin: "https://b.example.com", status: "INACTIVE" }),
  ).rejects.toThrow("expected one of ACTIVE");
});

test("an origin that is taken by hand is made anew", async () => {
  const origin = made.get(ORIGIN);
  if (origin === undefined) throw new Error("no origin");
  await plugin.remove(ORIGIN, origin);
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
