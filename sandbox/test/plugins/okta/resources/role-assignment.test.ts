import { beforeAll, describe, expect, test } from "vitest";
import { serviceApp } from "../../../okta/support.ts";
import { ASSIGNMENT, READER, ROLE, SET, startIam } from "../iam.ts";

const { okta, admin, plugin, calls } = await startIam();
const CLIENT = "deployer";
const ROLES = `/oauth2/v1/clients/${CLIENT}/roles`;
let custom: { clientId: string; type: string; role: string; resourceSet: string };

beforeAll(async () => {
  await admin.post("/api/v1/apps", serviceApp(CLIENT, CLIENT));
  const role = await plugin.make(ROLE, READER);
  const set = await plugin.make(SET, {
    label: "all apps",
    description: "All apps",
    resources: [`${okta.url}/api/v1/apps`],
  });
  custom = { clientId: CLIENT, type: "CUSTOM", role: role.id, resourceSet: set.id };
});

test("a custom role lives from its making to its end, by the requests of the official plugin", async () => {
  const made = await plugin.make(ASSIGNMENT, custom);
  expect(made.inputs).toEqual({ ...custom, __defaults: [] });
  expect(made.outputs).toMatchObject({ ...custom, label: "app reader", status: "ACTIVE" });
  expect(await plugin.diff(ASSIGNMENT, made, made.inputs)).toMatchObject({ changed: false });
  const reading = calls(async () => expect(await plugin.read(ASSIGNMENT, made)).toEqual(made));
  expect(await reading).toEqual([`GET ${ROLES}/${made.id}`]);
  const imported = await plugin.read(ASSIGNMENT, { id: `${CLIENT}/${made.id}` });
  expect(imported).toEqual(made);
  expect(await calls(() => plugin.remove(ASSIGNMENT, made))).toEqual([
    `DELETE ${ROLES}/${made.id}`,
  ]);
  await expect(plugin.remove(ASSIGNMENT, made)).resolves.toBeUndefined();
  await expect(plugin.read(ASSIGNMENT, made)).rejects.toThrow(
    "Unable to read role assignment: the API returned an error: Not found",
  );
});

test("a standard role has neither role nor resource set", async () => {
  const made = await plugin.make(ASSIGNMENT, { clientId: CLIENT, type: "READ_ONLY_ADMIN" });
  expect(made.outputs).toMatchObject({ role: null, resourceSet: null, label: expect.any(String) });
  expect(await plugin.read(ASSIGNMENT, made)).toEqual(made);
  await plugin.remove(ASSIGNMENT, made);
});

test.each(["clientId", "type", "role", "resourceSet"])(
  "another %s is another assignment",
  async (name) => {
    const made = await plugin.make(ASSIGNMENT, custom);
    const { inputs } = await plugin.check(ASSIGNMENT, { ...custom, [name]: "other" });
    expect(await plugin.diff(ASSIGNMENT, made, inputs)).toMatchObject({ replaces: [name] });
    await expect(plugin.change(ASSIGNMENT, made, { ...custom, [name]: "other" })).rejects.toThrow(
      "Update not supported: OAuth Role Assignments cannot be updated",
    );
    await plugin.remove(ASSIGNMENT, made);
  },
);

describe("refuses", () => {
  test.each([["role"], ["resourceSet"]])("a custom role without %s", async (name) => {
    const { [name]: _left, ...program } = custom as Record<string, string>;
    const { failures } = await plugin.check(ASSIGNMENT, program);
    expect(failures).toEqual({
      type: "Missing attribute configuration: when type is set to 'CUSTOM', the resourceSet and role attributes must be set",
    });
  });

  test.each(["deployer", "/irb1", "deployer/irb1/x"])("%s as an import id", async (id) => {
    await expect(plugin.read(ASSIGNMENT, { id })).rejects.toThrow(
      "Expected import identifier with format <client_id>/<role_id>",
    );
  });

  test("what Okta refuses", async () => {
    const nobody = { ...custom, clientId: "nobody" };
    await expect(plugin.make(ASSIGNMENT, nobody)).rejects.toThrow(
      /Unable to assign role to client: the API returned an error: Not found.*status 404/,
    );
  });
});
