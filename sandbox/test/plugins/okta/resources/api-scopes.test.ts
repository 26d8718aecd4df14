import { beforeEach, expect, test } from "vitest";
import { serviceApp } from "../../../okta/support.ts";
import { SCOPES, startIam } from "../iam.ts";

const { okta, admin, plugin, calls } = await startIam();
let appId: string;
beforeEach(async () => {
  appId = (await admin.post("/api/v1/apps", serviceApp(`app ${okta.org.apps.size}`))).body.id;
});
const grants = () => `/api/v1/apps/${appId}/grants`;
const program = (...scopes: string[]) => ({ appId, issuer: okta.url, scopes });
const granted = async () =>
  (await admin.get(grants())).body.map(({ scopeId }: { scopeId: string }) => scopeId);

test("lives from its making to its end, by the requests of the official plugin", async () => {
  let made = await plugin.make(SCOPES, program("okta.users.read", "okta.apps.read"));
  expect(made.id).toBe(appId);
  expect(made.inputs).toEqual({
    ...program("okta.users.read", "okta.apps.read"),
    __defaults: [],
  });
  expect(made.outputs).toMatchObject(program("okta.apps.read", "okta.users.read"));
  expect(await plugin.diff(SCOPES, made, made.inputs)).toMatchObject({ changed: false });
  const reading = calls(async () => expect(await plugin.read(SCOPES, made)).toEqual(made));
  expect(await reading).toEqual([`GET ${grants()}`]);
  const changing = calls(async () => {
    made = await plugin.change(SCOPES, made, program("okta.groups.read", "okta.apps.read"));
  });
  expect(await changing).toEqual([
    `GET ${grants()}`,
    `POST ${grants()}`,
    `GET ${grants()}`,
    expect.stringMatching(`^DELETE ${grants()}/oag`),
    `GET ${grants()}`,
  ]);
  expect((await granted()).sort()).toEqual(["okta.apps.read", "okta.groups.read"]);
  expect(await calls(() => plugin.remove(SCOPES, made))).toHaveLength(3);
  expect(await granted()).toEqual([]);
});

test("a scope that was granted by hand is a difference, and the next update revokes it", async () => {
  const made = await plugin.make(SCOPES, program("okta.apps.read"));
  await admin.post(grants(), { issuer: okta.url, scopeId: "okta.users.manage" });
  const read = await plugin.read(SCOPES, made);
  expect(read?.outputs.scopes).toEqual(["okta.apps.read", "okta.users.manage"]);
  await plugin.change(SCOPES, made, program("okta.apps.read"));
  expect(await granted()).toEqual(["okta.apps.read"]);
});

test("scopes that are gone already are no error of a delete, and neither is their app", async () => {
  const made = await plugin.make(SCOPES, program("okta.apps.read"));
  const [{ id }] = (await admin.get(grants())).body;
  await admin.delete(`${grants()}/${id}`);
  expect((await plugin.read(SCOPES, made))?.outputs.scopes).toEqual([]);
  await plugin.remove(SCOPES, made);
  okta.org.apps.delete(appId);
  await plugin.remove(SCOPES, made);
  await expect(plugin.read(SCOPES, made)).rejects.toThrow(
    "failed to get application scope consent grants: the API returned an error: Not found",
  );
});

test("another app is another resource", async () => {
  const made = await plugin.make(SCOPES, program("okta.apps.read"));
  const { inputs } = await plugin.check(SCOPES, { ...program("okta.apps.read"), appId: "0oa1" });
  expect(await plugin.diff(SCOPES, made, inputs)).toMatchObject({ replaces: ["appId"] });
});

test("is imported by the app's id, unless nothing is granted", async () => {
  await expect(plugin.read(SCOPES, { id: appId })).rejects.toThrow("no application scope found");
  await admin.post(grants(), { issuer: okta.url, scopeId: "okta.apps.read" });
  const imported = await plugin.read(SCOPES, { id: appId });
  expect(imported).toMatchObject({ id: appId, inputs: program("okta.apps.read") });
});

test("Okta's refusal names what was being done", async () => {
  await expect(plugin.make(SCOPES, program("neo4j_groups"))).rejects.toThrow(
    /failed to create application scope consent grant: failed to grant application api scope: the API returned an error: /,
  );
});
