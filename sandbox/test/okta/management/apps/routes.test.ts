import { expect, test } from "vitest";
import { serviceApp, startOkta } from "../../support.ts";

const { okta, admin } = await startOkta();
const APPS = "/api/v1/apps";

/** The secret of an app that was just created. */
async function create(label: string, clientId?: string, changes?: object) {
  const { status, body } = await admin.post(APPS, serviceApp(label, clientId, changes));
  expect(status).toBe(200);
  return { id: body.id, path: `${APPS}/${body.id}`, client: body.credentials.oauthClient, body };
}

test("the client id is the chosen one, or the app's id", async () => {
  const chosen = await create("chosen", "etl-loader.prod");
  expect(chosen.client.client_id).toBe("etl-loader.prod");
  const given = await create("given");
  expect(given.client.client_id).toBe(given.id);
});

test("two apps may have one label", async () => {
  await create("same label");
  await create("same label");
});

test("activate=false leaves the app INACTIVE, with a link to activate it", async () => {
  const { body } = await admin.post(`${APPS}?activate=false`, serviceApp("sleeping"));
  expect(body.status).toBe("INACTIVE");
  expect(body._links.activate.href).toBe(`${okta.url}${APPS}/${body.id}/lifecycle/activate`);
  expect(body._links).not.toHaveProperty("deactivate");
});

test("the secret is in the answers to POST and PUT, and in no other", async () => {
  const { path, client } = await create("secretive", "secretive-client");
  expect(client.client_secret).toMatch(/^\w{64}$/);
  const read = await admin.get(path);
  expect(read.body.credentials.oauthClient).not.toHaveProperty("client_secret");
  const listed = await admin.get(APPS);
  expect(JSON.stringify(listed.body)).not.toContain(client.client_secret);
});

test("PUT with an empty secret, or none, keeps the secret; another one replaces it", async () => {
  const { id, path, client } = await create("keeper", "keeper-client");
  const secretId = () => okta.org.apps.get(id)?.secrets.map((secret) => secret.id);
  const first = secretId();
  const app = serviceApp("keeper");
  const put = async (client_secret?: string) => {
    const { body } = await admin.put(path, {
      ...app,
      credentials: { oauthClient: { ...app.credentials.oauthClient, client_secret } },
    });
    return body.credentials.oauthClient.client_secret;
  };
  expect(await put("")).toBe(client.client_secret);
  expect(await put()).toBe(client.client_secret);
  expect(await put(client.client_secret)).toBe(client.client_secret);
  expect(secretId()).toEqual(first);
  expect(await put("a-secret-of-our-own")).toBe("a-secret-of-our-own");
  expect(secretId()).not.toEqual(first);
  expect(await put("")).toBe("a-secret-of-our-own");
});

test("a profile is echoed with its nested lists, and cleared by a PUT without it", async () => {
  const profile = { neo4j_groups: ["b", "a"], limits: { rows: [1, [2]] } };
  const { body } = await admin.post(APPS, { ...serviceApp("profiled"), profile });
  expect(body.profile).toEqual(profile);
  const replaced = await admin.put(`${APPS}/${body.id}`, serviceApp("profiled"));
  expect(replaced.body).not.toHaveProperty("profile");
  expect(okta.org.apps.get(body.id)?.profile).toBeNull();
});

test("PUT replaces everything that it names or leaves out, but not id, status and client id", async () => {
  const { id, path } = await create("before", "lasting-client", {
    dpop_bound_access_tokens: true,
    policy_uri: "https://example.com/policy",
  });
  await admin.post(`${path}/lifecycle/deactivate`);
  const { body } = await admin.put(path, { ...serviceApp("after"), status: "ACTIVE" });
  expect(body).toMatchObject({ id, label: "after", status: "INACTIVE" });
  expect(body.credentials.oauthClient.client_id).toBe("lasting-client");
  expect(body.settings.oauthClient.dpop_bound_access_tokens).toBe(false);
  expect(body.settings.oauthClient).not.toHaveProperty("policy_uri");
  expect(okta.org.apps.get(id)?.dpopBound).toBe(false);
});

test("what an app answers can be sent back as it is", async () => {
  const { path, body } = await create("round trip", "round-trip");
  const { status, body: again } = await admin.put(path, body);
  expect(status).toBe(200);
  expect({ ...again, lastUpdated: null }).toEqual({ ...body, lastUpdated: null });
});

test("no network block unless one was sent", async () => {
  const { body } = await create("anywhere");
  expect(body.settings.oauthClient).not.toHaveProperty("network");
  const network = { connection: "ZONE", include: ["ALL_ZONES"] };
  const zoned = await create("zoned", undefined, { network });
  expect(zoned.body.settings.oauthClient.network).toEqual(network);
});

test("a client with a private key has keys and no secret", async () => {
  const app = serviceApp("signer", "signer-client", {
    jwks: { keys: [{ kty: "RSA", kid: "one", e: "AQAB", n: "0vx7" }] },
  });
  app.credentials.oauthClient.token_endpoint_auth_method = "private_key_jwt";
  const { body } = await admin.post(APPS, app);
  expect(body.credentials.oauthClient).not.toHaveProperty("client_secret");
  expect(body.settings.oauthClient.jwks.keys).toEqual([
    {
      use: null,
      kty: "RSA",
      kid: "one",
      e: "AQAB",
      n: "0vx7",
      id: expect.stringMatching(/^pks\w{17}$/),
      status: "ACTIVE",
      created: expect.any(String),
      lastUpdated: expect.any(String),
    },
  ]);
  expect(okta.org.apps.get(body.id)?.secrets).toEqual([]);
});

test("adding a key by PUT keeps the id of the one that was there", async () => {
  const keys = [{ kty: "RSA", kid: "old", e: "AQAB", n: "0vx7" }];
  const { id, path, body } = await create("rotating", "rotating-client", { jwks: { keys } });
  const added = [...keys, { kty: "EC", kid: "new", crv: "P-256", x: "f83O", y: "x_FE" }];
  const replaced = await admin.put(
    path,
    serviceApp("rotating", undefined, { jwks: { keys: added } }),
  );
  const [old, fresh] = replaced.body.settings.oauthClient.jwks.keys;
  expect(old.id).toBe(body.settings.oauthClient.jwks.keys[0].id);
  expect(fresh).toMatchObject({ kid: "new", kty: "EC", crv: "P-256" });
  expect(okta.org.apps.get(id)?.jwks).toHaveLength(2);
});

test("an app is deleted when it is inactive, and its client id is free again", async () => {
  const { path } = await create("mortal", "mortal-client");
  const refused = await admin.delete(path);
  expect([refused.status, refused.body.errorCode]).toEqual([403, "E0000056"]);
  expect((await admin.post(`${path}/lifecycle/deactivate`)).body).toEqual({});
  expect((await admin.delete(path)).status).toBe(204);
  expect((await admin.get(path)).status).toBe(404);
  await create("reborn", "mortal-client");
});

test("the list is searched by the beginning of the label and filtered by status", async () => {
  await create("search one");
  const { path, id } = await create("Search two");
  await admin.post(`${path}/lifecycle/deactivate`);
  const found = await admin.get(`${APPS}?q=search`);
  expect(found.body.map(({ label }: { label: string }) => label)).toEqual([
    "search one",
    "Search two",
  ]);
  const filter = encodeURIComponent('status eq "INACTIVE" and name eq "oidc_client"');
  const inactive = await admin.get(`${APPS}?q=search&filter=${filter}`);
  expect(inactive.body.map((app: { id: string }) => app.id)).toEqual([id]);
});
