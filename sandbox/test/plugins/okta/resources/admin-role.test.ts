import { expect, test } from "vitest";
import { READER, ROLE, startIam } from "../iam.ts";

const { admin, plugin, calls } = await startIam();
const ROLES = "/api/v1/iam/roles";
const labelled = (label: string, more = {}) => ({ ...READER, label, ...more });

test("lives from its making to its end, by the requests of the official plugin", async () => {
  let role = await plugin.make(ROLE, labelled("first"));
  const path = `${ROLES}/${role.id}`;
  expect(role.inputs).toEqual({ ...labelled("first"), __defaults: [] });
  expect(role.outputs).toMatchObject({ ...labelled("first"), id: role.id });
  expect(await plugin.diff(ROLE, role, role.inputs)).toMatchObject({ changed: false });
  expect(await calls(async () => expect(await plugin.read(ROLE, role)).toEqual(role))).toEqual([
    `GET ${path}`,
    `GET ${path}/permissions`,
  ]);
  const wanted = {
    description: "Reads groups",
    permissions: ["okta.groups.read", "okta.users.read"],
  };
  const changing = calls(async () => {
    role = await plugin.change(ROLE, role, labelled("first", wanted));
  });
  expect(await changing).toEqual([
    `PUT ${path}`,
    `POST ${path}/permissions/okta.groups.read`,
    `POST ${path}/permissions/okta.users.read`,
    `DELETE ${path}/permissions/okta.apps.read`,
  ]);
  expect((await plugin.read(ROLE, role))?.outputs).toMatchObject(wanted);
  expect(await calls(() => plugin.remove(ROLE, role))).toEqual([`DELETE ${path}`]);
  expect(await plugin.read(ROLE, role)).toBeUndefined();
  await expect(plugin.remove(ROLE, role)).resolves.toBeUndefined();
});

test("permissions alone are changed without a PUT", async () => {
  const role = await plugin.make(ROLE, labelled("second"));
  const more = { permissions: ["okta.apps.manage", "okta.apps.read"] };
  expect(await calls(() => plugin.change(ROLE, role, labelled("second", more)))).toEqual([
    `POST ${ROLES}/${role.id}/permissions/okta.apps.manage`,
  ]);
});

test("another label is another role", async () => {
  const role = await plugin.make(ROLE, labelled("third"));
  const { inputs } = await plugin.check(ROLE, labelled("fourth"));
  expect(await plugin.diff(ROLE, role, inputs)).toMatchObject({ replaces: ["label"] });
});

test("is imported by its id", async () => {
  const { body } = await admin.post(ROLES, labelled("by hand"));
  const imported = await plugin.read(ROLE, { id: body.id });
  expect(imported?.inputs).toEqual({ ...labelled("by hand"), __defaults: [] });
});

test("a permission that was added by hand is a difference", async () => {
  const role = await plugin.make(ROLE, labelled("fifth"));
  await admin.post(`${ROLES}/${role.id}/permissions/okta.users.manage`);
  const read = await plugin.read(ROLE, role);
  expect(read?.outputs.permissions).toEqual(["okta.apps.read", "okta.users.manage"]);
});

test.each([
  [
    { permissions: [] },
    /failed to create custom admin role: at least one permission must be specified when creating custom role$/,
  ],
  [
    { permissions: ["apps"] },
    /failed to create custom admin role: the API returned an error: .*status 400, E0000001/,
  ],
  [{ description: undefined }, /missing required input \\"description\\"/],
])("refuses %j", async (change, message) => {
  const program = Object.fromEntries(
    Object.entries(labelled("refused", change)).filter(([, value]) => value !== undefined),
  );
  await expect(plugin.make(ROLE, program)).rejects.toThrow(message);
});
