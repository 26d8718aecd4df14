import { describe, expect, test } from "vitest";
import { serviceApp } from "../../../okta/support.ts";
import { SET, startIam } from "../iam.ts";

const { okta, admin, plugin, calls } = await startIam();
const SETS = "/api/v1/iam/resource-sets";
const described = (label: string, more = {}) => ({ label, description: "Apps", ...more });
const apps = () => `${okta.url}/api/v1/apps`;
const orn = (rest: string) => `orn:okta:idp:${okta.org.id}:${rest}`;

async function appAddress(label: string): Promise<string> {
  return `${apps()}/${(await admin.post("/api/v1/apps", serviceApp(label))).body.id}`;
}

test("lives from its making to its end, by the requests of the official plugin", async () => {
  const [one, two] = [await appAddress("one"), await appAddress("two")];
  let made = await plugin.make(SET, described("clients", { resources: [one] }));
  const path = `${SETS}/${made.id}`;
  expect(made.inputs).toEqual({
    ...described("clients", { resources: [one] }),
    __defaults: [],
  });
  expect(made.outputs).toMatchObject({ label: "clients", resources: [one], resourcesOrns: null });
  expect(await plugin.diff(SET, made, made.inputs)).toMatchObject({ changed: false });
  const reading = calls(async () => expect(await plugin.read(SET, made)).toEqual(made));
  expect(await reading).toEqual([`GET ${path}`, `GET ${path}/resources?limit=200`]);
  const changing = calls(async () => {
    made = await plugin.change(SET, made, described("others", { resources: [two] }));
  });
  const [first, ...more] = await changing;
  expect([first, ...more.slice(0, 2)]).toEqual([
    `PUT ${path}`,
    `PATCH ${path}/resources`,
    `GET ${path}/resources?limit=200`,
  ]);
  expect(more.slice(2)).toEqual([expect.stringContaining(`DELETE ${path}/resources/`)]);
  expect((await plugin.read(SET, made))?.outputs).toMatchObject({
    label: "others",
    resources: [two],
  });
  expect(await calls(() => plugin.remove(SET, made))).toEqual([`DELETE ${path}`]);
  expect(await plugin.read(SET, made)).toBeUndefined();
  await expect(plugin.remove(SET, made)).resolves.toBeUndefined();
});

test("by names in place of addresses, which are compared as names", async () => {
  const program = described("named", { resourcesOrns: [orn("apps")] });
  let made = await plugin.make(SET, program);
  expect(made.outputs).toMatchObject({ resources: null, resourcesOrns: [orn("apps")] });
  expect((await plugin.read(SET, made))?.outputs).toEqual(made.outputs);
  const other = { resourcesOrns: [orn("apps:0oa00000000000000001")] };
  made = await plugin.change(SET, made, described("named", other));
  expect((await plugin.read(SET, made))?.outputs).toMatchObject(other);
  const address = await appAddress("three");
  made = await plugin.change(SET, made, described("named", { resources: [address] }));
  expect((await plugin.read(SET, made))?.outputs).toMatchObject({
    resources: [address],
    resourcesOrns: null,
  });
});

test("every page of its resources is read", async () => {
  const names = Array.from({ length: 250 }, (_, index) => orn(`apps:0oa${index}`)).sort();
  const made = await plugin.make(SET, described("many", { resourcesOrns: names }));
  expect(made.outputs.resourcesOrns).toEqual(names);
});

test("an address with a filter is stored with its query encoded, and taken out by that", async () => {
  const filtered = `${apps()}?filter=name eq "oidc_client"`;
  const made = await plugin.make(SET, described("filtered", { resources: [filtered] }));
  expect(made.outputs.resources).toEqual([`${apps()}?filter=name+eq+%22oidc_client%22`]);
  const changed = await plugin.change(SET, made, described("filtered", { resources: [apps()] }));
  expect((await plugin.read(SET, changed))?.outputs.resources).toEqual([apps()]);
});

test("an import has no resources: the official plugin does not know then which of the two ways to take", async () => {
  const program = described("by hand", { resources: [apps()] });
  const { body } = await admin.post(SETS, program);
  const imported = await plugin.read(SET, { id: body.id });
  expect(imported?.inputs).toEqual({ ...described("by hand"), __defaults: [] });
});

describe("refuses", () => {
  test.each([
    ["neither way", {}, "one of `resources,resourcesOrns` must be specified"],
    [
      "both ways",
      { resources: ["a"], resourcesOrns: ["b"] },
      "only one of `resources,resourcesOrns` can be specified, but both were",
    ],
  ])("%s", async (_what, more, resources) => {
    const { failures } = await plugin.check(SET, described("refused", more));
    expect(failures).toEqual({ resources });
  });

  test("an empty set", async () => {
    await expect(plugin.make(SET, described("empty", { resources: [] }))).rejects.toThrow(
      /failed to create resource set: at least one resource must be specified when creating resource set$/,
    );
  });
});
