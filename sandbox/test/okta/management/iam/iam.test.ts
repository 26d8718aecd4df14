import { expect, test } from "vitest";
import { serviceApp, startOkta } from "../../support.ts";

const { okta, admin } = await startOkta();
const ROLES = "/api/v1/iam/roles";
const SETS = "/api/v1/iam/resource-sets";

const { body: group } = await admin.post("/api/v1/groups", { profile: { name: "admins" } });
const { body: app } = await admin.post("/api/v1/apps", serviceApp("operated", "operator-client"));
const GROUP = `${okta.url}/api/v1/groups/${group.id}`;
const CLIENT = `${okta.url}/oauth2/v1/clients/operator-client`;

let count = 0;
async function role() {
  count += 1;
  const { status, body } = await admin.post(ROLES, {
    label: `role ${count}`,
    description: "may read",
    permissions: ["okta.apps.read"],
  });
  expect(status).toBe(200);
  return body;
}
async function resourceSet(resources: string[] = []) {
  count += 1;
  const { status, body } = await admin.post(SETS, {
    label: `set ${count}`,
    description: "some",
    resources,
  });
  expect(status).toBe(200);
  return body;
}

test("a custom role is read by id and by label, and its permissions change one by one", async () => {
  const made = await role();
  expect(made).toMatchObject({ id: expect.stringMatching(/^cr0\w{17}$/), description: "may read" });
  expect((await admin.get(`${ROLES}/${encodeURIComponent(made.label)}`)).body).toEqual(made);
  const permissions = `${ROLES}/${made.id}/permissions`;
  expect((await admin.post(`${permissions}/okta.groups.read`)).status).toBe(204);
  const labels = async () =>
    (await admin.get(permissions)).body.permissions.map(({ label }: { label: string }) => label);
  expect(await labels()).toEqual(["okta.apps.read", "okta.groups.read"]);
  expect((await admin.delete(`${permissions}/okta.apps.read`)).status).toBe(204);
  expect(await labels()).toEqual(["okta.groups.read"]);
  expect((await admin.delete(`${permissions}/okta.groups.read`)).status).toBe(400);
  expect((await admin.get(`${permissions}/okta.apps.read`)).status).toBe(404);
  const renamed = await admin.put(`${ROLES}/${made.id}`, {
    label: "renamed",
    description: "still",
  });
  expect(renamed.body).toMatchObject({ id: made.id, label: "renamed", description: "still" });
});

test("a resource set holds addresses and ORNs, and pages through the body's links", async () => {
  const set = await resourceSet([`${okta.url}/api/v1/groups`, GROUP]);
  const path = `${SETS}/${set.id}/resources`;
  const orn = `orn:okta:directory:${okta.org.id}:users`;
  expect((await admin.patch(path, { additions: [orn] })).status).toBe(200);
  const first = await admin.get(`${path}?limit=2`);
  expect(first.body.resources).toMatchObject([
    {
      orn: `orn:okta:directory:${okta.org.id}:groups`,
      _links: { self: { href: `${okta.url}/api/v1/groups` } },
    },
    {
      orn: `orn:okta:directory:${okta.org.id}:groups:${group.id}`,
      _links: { self: { href: GROUP } },
    },
  ]);
  const next = first.body._links.next.href.slice(okta.url.length);
  const second = await admin.get(next);
  expect(second.body.resources).toMatchObject([{ orn }]);
  expect(second.body._links).not.toHaveProperty("next");
  expect((await admin.delete(`${path}/${second.body.resources[0].id}`)).status).toBe(204);
  const refused = await admin.patch(path, { additions: [GROUP] });
  expect(refused.status).toBe(400);
});

test("a binding gives members a role; removing the last one ends it", async () => {
  const [made, set] = [await role(), await resourceSet()];
  const bindings = `${SETS}/${set.id}/bindings`;
  const bound = await admin.post(bindings, { role: made.id, members: [GROUP] });
  expect([bound.status, bound.body.id]).toEqual([200, made.id]);
  expect((await admin.get(bindings)).body.roles).toMatchObject([{ id: made.id }]);
  const members = `${bindings}/${made.id}/members`;
  expect((await admin.patch(members, { additions: [CLIENT] })).status).toBe(200);
  const listed = await admin.get(members);
  const hrefs = listed.body.members.map(
    (member: { _links: { self: { href: string } } }) => member._links.self.href,
  );
  expect(hrefs).toEqual([GROUP, CLIENT]);

  const inUse = await Promise.all([
    admin.delete(`${ROLES}/${made.id}`),
    admin.delete(`${SETS}/${set.id}`),
  ]);
  expect(inUse.map(({ status }) => status)).toEqual([403, 403]);

  for (const { id } of listed.body.members) {
    expect((await admin.get(`${members}/${id}`)).status).toBe(200);
    expect((await admin.delete(`${members}/${id}`)).status).toBe(204);
  }
  expect((await admin.get(`${bindings}/${made.id}`)).status).toBe(404);
  expect((await admin.delete(`${ROLES}/${made.id}`)).status).toBe(204);
  expect((await admin.delete(`${SETS}/${set.id}`)).status).toBe(204);
});

test("a role and a set that a client has are in use; a set is found by its label", async () => {
  const [made, set] = [await role(), await resourceSet()];
  const user = await admin.post("/api/v1/apps", serviceApp("user of a role", "user-client"));
  const custom = { type: "CUSTOM", role: made.label, "resource-set": set.label };
  await admin.post("/oauth2/v1/clients/user-client/roles", custom);
  const [byLabel] = [`${SETS}/${encodeURIComponent(set.label)}`];
  expect((await admin.get(byLabel)).body).toEqual(set);
  for (const path of [`${ROLES}/${made.id}`, byLabel]) {
    const refused = await admin.delete(path);
    expect([refused.status, refused.body.errorCode]).toEqual([403, "E0000006"]);
  }
  await admin.post(`/api/v1/apps/${user.body.id}/lifecycle/deactivate`);
  await admin.delete(`/api/v1/apps/${user.body.id}`);
  for (const path of [`${ROLES}/${made.id}`, byLabel]) {
    expect((await admin.delete(path)).status).toBe(204);
  }
});

test("the administrator and groups may be members; a set may hold apps and a group's users", async () => {
  const [made, set] = [await role(), await resourceSet()];
  const members = [`${okta.url}/api/v1/users/${okta.org.adminId}`, GROUP];
  const bound = await admin.post(`${SETS}/${set.id}/bindings`, { role: made.label, members });
  expect(bound.status).toBe(200);
  const again = await admin.post(`${SETS}/${set.id}/bindings`, { role: made.id, members });
  expect(again.body.errorCauses[0].errorSummary).toBe(
    "role: An object with this field already exists in this resource set",
  );
  const additions = [`${okta.url}/api/v1/apps/${app.id}`, `${GROUP}/users`];
  const added = await admin.patch(`${SETS}/${set.id}/resources`, { additions });
  expect(added.status).toBe(200);
  expect((await admin.delete(`${SETS}/${set.id}/bindings/${made.id}`)).status).toBe(204);
});

test("a client gets standard and custom admin roles, which end with its app", async () => {
  const roles = "/oauth2/v1/clients/operator-client/roles";
  const standard = await admin.post(roles, { type: "APP_ADMIN" });
  expect(standard.status).toBe(201);
  expect(standard.body).toMatchObject({
    id: expect.stringMatching(/^irb\w{17}$/),
    type: "APP_ADMIN",
    label: "Application Administrator",
    status: "ACTIVE",
    assignmentType: "CLIENT",
  });
  const twice = await admin.post(roles, { type: "APP_ADMIN" });
  expect([twice.status, twice.body.errorCode]).toEqual([409, "E0000090"]);

  const [made, set] = [await role(), await resourceSet()];
  const custom = await admin.post(roles, { type: "CUSTOM", role: made.id, "resource-set": set.id });
  expect(custom.body).toMatchObject({
    type: "CUSTOM",
    label: made.label,
    role: made.id,
    "resource-set": set.id,
  });
  expect((await admin.get(roles)).body).toEqual([standard.body, custom.body]);
  expect((await admin.get(`${roles}/${custom.body.id}`)).body).toEqual(custom.body);
  expect((await admin.delete(`${roles}/${standard.body.id}`)).status).toBe(204);

  await admin.post(`/api/v1/apps/${app.id}/lifecycle/deactivate`);
  await admin.delete(`/api/v1/apps/${app.id}`);
  expect((await admin.get(roles)).status).toBe(404);
  expect(okta.org.clientRoles.size).toBe(0);
});
