import { expect, test } from "vitest";
import { serviceApp } from "../support.ts";
import { type Operator, startOrg } from "./operator.ts";

const { admin, made, operator } = await startOrg();
const { id: app } = await made("/api/v1/apps", serviceApp("plain"));
const APP = `/api/v1/apps/${app}`;

async function assignmentOf({ clientId }: Operator) {
  const [assignment] = (await admin.get(`/oauth2/v1/clients/${clientId}/roles`)).body;
  return {
    assignment: `/oauth2/v1/clients/${clientId}/roles/${assignment.id}`,
    role: `/api/v1/iam/roles/${assignment.role}`,
    set: `/api/v1/iam/resource-sets/${assignment["resource-set"]}`,
  };
}

test.each<[string, (at: Awaited<ReturnType<typeof assignmentOf>>) => Promise<unknown>]>([
  ["assignment", ({ assignment }) => admin.delete(assignment)],
  ["permission", ({ role }) => admin.delete(`${role}/permissions/okta.apps.read`)],
  [
    "resource",
    async ({ set }) => {
      const { body } = await admin.get(`${set}/resources`);
      await admin.delete(`${set}/resources/${body.resources[0].id}`);
    },
  ],
])("a token loses what it may do with the %s of its client", async (_what, take) => {
  const permissions = ["okta.apps.read", "okta.groups.read"];
  const client = await operator(["okta.apps.read"], { permissions, resources: [`apps/${app}`] });
  expect((await client.get(APP)).status).toBe(200);
  await take(await assignmentOf(client));
  expect((await client.get(APP)).status).toBe(403);
});

test("a client that is a member of a binding has its role", async () => {
  const client = await operator(["okta.apps.read"]);
  expect((await client.get(APP)).status).toBe(403);
  const described = { label: "bound", description: "d" };
  await made("/api/v1/iam/roles", { ...described, permissions: ["okta.apps.read"] });
  const resources = [`${client.okta.url}/api/v1/apps`];
  const { id } = await made("/api/v1/iam/resource-sets", { ...described, resources });
  const members = [`${client.okta.url}/oauth2/v1/clients/${client.clientId}`];
  await made(`/api/v1/iam/resource-sets/${id}/bindings`, { role: "bound", members });
  expect((await client.get(APP)).status).toBe(200);
  await admin.delete(`/api/v1/iam/resource-sets/${id}/bindings/bound`);
  expect((await client.get(APP)).status).toBe(403);
});
