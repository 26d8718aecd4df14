import { expect, test } from "vitest";
import { serviceApp } from "../support.ts";
import { startOrg } from "./operator.ts";

const { okta, admin, made, assign, operator } = await startOrg();

const { id: appId } = await made("/api/v1/apps", serviceApp("plain", "plain-client"));
const role = await made("/api/v1/iam/roles", {
  ...{ label: "role", description: "d", permissions: ["okta.apps.manage"] },
});
const set = await made("/api/v1/iam/resource-sets", {
  ...{ label: "set", description: "d", resources: [`${okta.url}/api/v1/apps`] },
});
const GRANT = { issuer: okta.url, scopeId: "okta.users.manage" };
const ROLE = `/api/v1/iam/roles/${role.id}`;
const SET = `/api/v1/iam/resource-sets/${set.id}`;
const CLIENT = `${okta.url}/oauth2/v1/clients/plain-client`;
const DESCRIBED = { label: "l", description: "d" };

const SCOPES = ["okta.apps", "okta.appGrants", "okta.roles"].map((family) => `${family}.manage`);
const orgAdmin = await operator(SCOPES, "ORG_ADMIN");
const superAdmin = await operator(SCOPES, "SUPER_ADMIN");
const custom = await operator(SCOPES, {
  permissions: ["okta.apps.manage", "okta.iam.read", "okta.iam.manage", "okta.roles.manage"],
  resources: ["apps", "groups", "users", "authorizationServers"],
});

// biome-ignore format: one call per line
test.each<[string, string, unknown, number]>([
  ["POST", `/api/v1/apps/${appId}/grants`, GRANT, 200],
  ["DELETE", `/api/v1/apps/${appId}/grants/oagX`, undefined, 404],
  ["POST", "/oauth2/v1/clients/plain-client/roles", { type: "SUPER_ADMIN" }, 201],
  ["DELETE", "/oauth2/v1/clients/plain-client/roles/irbX", undefined, 404],
  ["POST", "/api/v1/iam/roles", { ...DESCRIBED, permissions: ["okta.apps.read"] }, 200],
  ["PUT", ROLE, DESCRIBED, 400],
  ["POST", `${ROLE}/permissions/okta.users.manage`, undefined, 204],
  ["DELETE", `${ROLE}/permissions/okta.users.manage`, undefined, 204],
  ["POST", "/api/v1/iam/resource-sets", { ...DESCRIBED, resources: [] }, 200],
  ["PUT", SET, DESCRIBED, 400],
  ["PATCH", `${SET}/resources`, { additions: [`${okta.url}/api/v1/groups`] }, 200],
  ["DELETE", `${SET}/resources/ireX`, undefined, 404],
  ["POST", `${SET}/bindings`, { role: "role", members: [CLIENT] }, 200],
  ["PATCH", `${SET}/bindings/role/members`, { additions: [CLIENT] }, 400],
  ["DELETE", `${SET}/bindings/role/members/irbX`, undefined, 404],
  ["DELETE", `${SET}/bindings/role`, undefined, 204],
  ["DELETE", SET, undefined, 204],
  ["DELETE", ROLE, undefined, 204],
])("%s %s is for Super Administrators alone", async (method, path, body, status) => {
  for (const caller of [orgAdmin, custom]) {
    const refused = await caller.call(method, path, body);
    expect([refused.status, refused.body.errorCode]).toEqual([403, "E0000006"]);
    expect(refused.body.errorCauses[0].errorSummary).toBe("This takes the admin role SUPER_ADMIN.");
  }
  expect((await superAdmin.call(method, path, body)).status).toBe(status);
});

/** Ways an app is privileged. */
const privileged: [string, (appId: string, clientId: string) => Promise<unknown>][] = [
  [
    "an API scope",
    (id) => made(`/api/v1/apps/${id}/grants`, { ...GRANT, scopeId: "okta.logs.read" }),
  ],
  ["a standard role", (_id, clientId) => assign(clientId, "READ_ONLY_ADMIN")],
  [
    "a custom role",
    (_id, clientId) => assign(clientId, { permissions: ["okta.apps.read"], resources: [] }),
  ],
  [
    "a binding",
    async (_id, clientId) => {
      const { id } = await made("/api/v1/iam/resource-sets", { ...DESCRIBED, label: clientId });
      await made("/api/v1/iam/roles", {
        ...DESCRIBED,
        label: clientId,
        permissions: ["okta.apps.read"],
      });
      const members = [`${okta.url}/oauth2/v1/clients/${clientId}`];
      return made(`/api/v1/iam/resource-sets/${id}/bindings`, { role: clientId, members });
    },
  ],
];

test.each(privileged)(
  "an app with %s is managed by Super Administrators alone",
  async (what, give) => {
    const clientId = `with-${what.replaceAll(" ", "-")}`;
    const { id } = await made("/api/v1/apps", serviceApp(what, clientId));
    const APP = `/api/v1/apps/${id}`;
    // biome-ignore format: one call per line
    const writes: [string, string, unknown][] = [
    ["PUT", APP, serviceApp(what)],
    ["DELETE", APP, undefined],
    ["POST", `${APP}/lifecycle/deactivate`, undefined],
    ["POST", `${APP}/lifecycle/activate`, undefined],
    ["POST", `${APP}/credentials/secrets`, undefined],
    ["DELETE", `${APP}/credentials/secrets/ocsX`, undefined],
    ["POST", `${APP}/credentials/secrets/ocsX/lifecycle/deactivate`, undefined],
    ["POST", `${APP}/credentials/jwks`, {}],
    ["DELETE", `${APP}/credentials/jwks/pksX`, undefined],
    ["POST", `${APP}/credentials/jwks/pksX/lifecycle/deactivate`, undefined],
    ["POST", `/api/v1/internal/apps/${id}/settings/oauth/idToken`, {}],
  ];
    expect((await orgAdmin.put(APP, serviceApp(what))).status).toBe(200);
    await give(id, clientId);
    for (const [method, path, body] of writes) {
      for (const caller of [orgAdmin, custom]) {
        const refused = await caller.call(method, path, body);
        expect([path, refused.status, refused.body.errorCode]).toEqual([path, 403, "E0000006"]);
      }
    }
    expect((await orgAdmin.get(APP)).status).toBe(200);
    expect((await superAdmin.put(APP, serviceApp(what))).status).toBe(200);
  },
);

test("a client id that is used again has none of the admin roles of the app before", async () => {
  const { id } = await made("/api/v1/apps", serviceApp("ends", "ending-client"));
  await privileged[3]?.[1](id, "ending-client");
  await assign("ending-client", "ORG_ADMIN");
  await admin.post(`/api/v1/apps/${id}/lifecycle/deactivate`);
  expect((await admin.delete(`/api/v1/apps/${id}`)).status).toBe(204);
  const again = await custom.post("/api/v1/apps", serviceApp("again", "ending-client"));
  expect(again.status).toBe(200);
  expect((await custom.put(`/api/v1/apps/${again.body.id}`, serviceApp("again"))).status).toBe(200);
});
