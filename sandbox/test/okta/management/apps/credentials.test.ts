import { expect, test } from "vitest";
import { serviceApp, startOkta } from "../../support.ts";

const { okta, admin } = await startOkta();

async function app(label: string, method = "client_secret_basic", changes?: object) {
  const body = serviceApp(label, `${label}-client`, changes);
  body.credentials.oauthClient.token_endpoint_auth_method = method;
  const created = await admin.post("/api/v1/apps", body);
  expect(created.status).toBe(200);
  return `/api/v1/apps/${created.body.id}`;
}

const key = (kid: string) => ({ kty: "RSA", kid, e: "AQAB", n: "0vx7" });

test("a secret is rotated: add, change over, deactivate, delete", async () => {
  const secrets = `${await app("rotating")}/credentials/secrets`;
  const [first] = (await admin.get(secrets)).body;
  expect(first).toMatchObject({ status: "ACTIVE", id: expect.stringMatching(/^ocs\w{17}$/) });

  const added = await admin.post(secrets);
  expect(added.status).toBe(201);
  expect(added.body.client_secret).toMatch(/^\w{64}$/);

  const third = await admin.post(secrets);
  expect([third.status, third.body.errorCauses[0].errorSummary]).toEqual([
    400,
    "client_secret: an app has at most 2 secrets; delete an inactive one first",
  ]);

  expect((await admin.delete(`${secrets}/${first.id}`)).status).toBe(400);
  const off = await admin.post(`${secrets}/${first.id}/lifecycle/deactivate`);
  expect([off.status, off.body.status]).toEqual([200, "INACTIVE"]);
  expect((await admin.post(`${secrets}/${added.body.id}/lifecycle/deactivate`)).status).toBe(400);
  const on = await admin.post(`${secrets}/${first.id}/lifecycle/activate`);
  expect(on.body.status).toBe("ACTIVE");
  await admin.post(`${secrets}/${first.id}/lifecycle/deactivate`);
  expect((await admin.delete(`${secrets}/${first.id}`)).status).toBe(204);
  expect((await admin.get(secrets)).body).toEqual([added.body]);
  expect((await admin.get(`${secrets}/${first.id}`)).status).toBe(404);
});

test("a chosen secret may be added inactive", async () => {
  const secrets = `${await app("choosing")}/credentials/secrets`;
  const chosen = { client_secret: "fourteen-chars", status: "INACTIVE" };
  const { status, body } = await admin.post(secrets, chosen);
  expect(status).toBe(201);
  expect(body).toMatchObject(chosen);
  expect((await admin.post(secrets, { client_secret: "too-short" })).status).toBe(400);
});

test("a client with a private key takes no secret", async () => {
  const path = await app("keyed", "private_key_jwt", { jwks: { keys: [key("one")] } });
  const { status, body } = await admin.post(`${path}/credentials/secrets`);
  expect([status, body.errorCauses[0].errorSummary]).toEqual([
    400,
    "client_secret: a client with private_key_jwt has no secret",
  ]);
});

test("a public key is rotated: add, deactivate the old one, delete it", async () => {
  const path = await app("signing", "private_key_jwt", { jwks: { keys: [key("old")] } });
  const keys = `${path}/credentials/jwks`;
  const [old] = (await admin.get(keys)).body.keys;
  const added = await admin.post(keys, key("new"));
  expect([added.status, added.body.kid, added.body.status]).toEqual([201, "new", "ACTIVE"]);
  expect((await admin.post(keys, key("new"))).body.errorCauses[0].errorSummary).toBe(
    "jwks.keys.2.kid: must be unique",
  );
  expect((await admin.delete(`${keys}/${old.id}`)).status).toBe(400);
  await admin.post(`${keys}/${old.id}/lifecycle/deactivate`);
  expect((await admin.post(`${keys}/${added.body.id}/lifecycle/deactivate`)).status).toBe(400);
  expect((await admin.delete(`${keys}/${old.id}`)).status).toBe(204);
  const { body } = await admin.get(path);
  expect(body.settings.oauthClient.jwks.keys.map(({ kid }: { kid: string }) => kid)).toEqual([
    "new",
  ]);
});

test("API scopes are granted and revoked", async () => {
  const grants = `${await app("granted")}/grants`;
  const grant = { issuer: okta.url, scopeId: "okta.apps.read" };
  const created = await admin.post(grants, grant);
  expect(created.status).toBe(200);
  expect(created.body).toMatchObject({
    ...grant,
    id: expect.stringMatching(/^oag\w{17}$/),
    status: "ACTIVE",
    clientId: "granted-client",
    source: "ADMIN",
  });
  expect((await admin.get(grants)).body).toEqual([created.body]);
  expect((await admin.get(`${grants}/${created.body.id}`)).body).toEqual(created.body);
  expect((await admin.delete(`${grants}/${created.body.id}`)).status).toBe(204);
  expect((await admin.get(grants)).body).toEqual([]);
});

test("groups are assigned, listed and taken away", async () => {
  const path = await app("grouped");
  const group = await admin.post("/api/v1/groups", { profile: { name: "assigned" } });
  const assigned = await admin.put(`${path}/groups/${group.body.id}`, { priority: 3 });
  expect([assigned.status, assigned.body.id, assigned.body.priority]).toEqual([
    200,
    group.body.id,
    3,
  ]);
  expect((await admin.get(`${path}/groups?limit=200`)).body).toEqual([assigned.body]);
  expect((await admin.delete(`${path}/groups/${group.body.id}`)).status).toBe(204);
  expect((await admin.get(`${path}/groups/${group.body.id}`)).status).toBe(404);
});

test("a sign-in policy is refused for a service app, as Okta does", async () => {
  const path = await app("unassignable");
  const [policy] = (await admin.get("/api/v1/policies?type=ACCESS_POLICY")).body;
  expect(policy).toMatchObject({ system: true, type: "ACCESS_POLICY" });
  const { status, body } = await admin.put(`${path}/policies/${policy.id}`);
  expect([status, body.errorCode]).toEqual([400, "E0000001"]);
  expect(body.errorSummary).toContain(`An invalid resource type ("${policy.id}") was supplied`);
});

test("the provider's private endpoint for ID tokens answers", async () => {
  const path = (await app("private")).replace("/api/v1/", "/api/v1/internal/");
  const settings = `${path}/settings/oauth/idToken`;
  const written = await admin.post(settings, { issuerMode: "ORG_URL" });
  expect(written.body).toEqual({
    issuer: okta.url,
    orgUrl: null,
    customUrl: null,
    audience: path.split("/").at(-1),
    issuerMode: "ORG_URL",
  });
  expect((await admin.get(settings)).body).toEqual(written.body);
});
