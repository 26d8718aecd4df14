import { expect, test } from "vitest";
import { startOkta } from "../../support.ts";

const { okta, admin } = await startOkta();
const SERVERS = "/api/v1/authorizationServers";
const INPUT = { name: "neo4j", audiences: ["api://neo4j"] };

async function create(name: string) {
  const { status, body } = await admin.post(SERVERS, { ...INPUT, name });
  expect(status).toBe(201);
  return { path: `${SERVERS}/${body.id}`, body };
}

test("the default server answers to its alias and to its id, with the alias in issuer and links", async () => {
  const byAlias = await admin.get(`${SERVERS}/default`);
  const byId = await admin.get(`${SERVERS}/${byAlias.body.id}`);
  expect(byAlias.body.id).toMatch(/^aus\w{17}$/);
  expect(byId.body).toEqual(byAlias.body);
  expect(byAlias.body.issuer).toBe(`${okta.url}/oauth2/default`);
  expect(byAlias.body._links.self.href).toBe(`${okta.url}${SERVERS}/default`);
});

test("the search that the data source sends finds servers by name and audience", async () => {
  const { body } = await admin.get(`${SERVERS}?limit=200&q=default`);
  expect(body.map(({ name }: { name: string }) => name)).toEqual(["default"]);
  const none = await admin.get(`${SERVERS}?limit=200&q=nothing-of-that-name`);
  expect(none.body).toEqual([]);
});

test("rotation is AUTO when created, whatever was asked, and MANUAL after a PUT", async () => {
  const manual = { credentials: { signing: { rotationMode: "MANUAL" } } };
  const { body } = await admin.post(SERVERS, { ...INPUT, name: "manual", ...manual });
  expect(body.credentials.signing.rotationMode).toBe("AUTO");
  const days = Date.parse(body.credentials.signing.nextRotation) - Date.parse(body.created);
  expect(days).toBe(90 * 24 * 60 * 60_000);
  const replaced = await admin.put(`${SERVERS}/${body.id}`, {
    ...INPUT,
    name: "manual",
    ...manual,
  });
  expect(replaced.body.credentials.signing).toEqual({
    kid: body.credentials.signing.kid,
    rotationMode: "MANUAL",
    lastRotated: body.credentials.signing.lastRotated,
  });
});

test("the whole object that was read can be sent back changed", async () => {
  const { body } = await admin.get(`${SERVERS}/default`);
  const audiences = ["api://other"];
  const replaced = await admin.put(`${SERVERS}/${body.id}`, { ...body, audiences });
  expect(replaced.status).toBe(200);
  expect(replaced.body).toEqual({ ...body, audiences, lastUpdated: expect.any(String) });
  await admin.put(`${SERVERS}/${body.id}`, body);
});

test("a server without policies is switched off and deleted; the default one never", async () => {
  const { path } = await create("mortal");
  expect((await admin.get(`${path}/policies`)).body).toEqual([]);
  expect((await admin.post(`${path}/lifecycle/deactivate`)).status).toBe(204);
  const off = await admin.get(path);
  expect(off.body.status).toBe("INACTIVE");
  expect(off.body._links.activate.href).toBe(`${okta.url}${path}/lifecycle/activate`);
  expect((await admin.delete(path)).status).toBe(204);
  expect((await admin.get(path)).status).toBe(404);

  const inactive = `${SERVERS}/default/lifecycle`;
  await admin.post(`${inactive}/deactivate`);
  const refused = await admin.delete(`${SERVERS}/default`);
  expect(refused.status).toBe(403);
  expect(refused.body.errorCauses[0].errorSummary).toBe(
    "The default authorization server cannot be deleted.",
  );
  expect((await admin.post(`${inactive}/activate`)).status).toBe(204);
});

test("keys are listed and rotated: the next one signs, the old one is kept as expired", async () => {
  const { path, body } = await create("keyed");
  const server = okta.org.authorizationServers.get(body.id);
  const [old] = server?.keys ?? [];
  if (old) old.lastTokenExpiry = okta.org.now() + 3_600_000;
  const keys = `${path}/credentials/keys`;
  const rotate = `${path}/credentials/lifecycle/keyRotate`;

  const [before, again] = await Promise.all([admin.get(keys), admin.get(keys)]);
  expect(again.body).toEqual(before.body);
  expect(before.body.map(statusOf)).toEqual(["ACTIVE", "NEXT"]);
  expect(before.body[0]).toMatchObject({
    kid: body.credentials.signing.kid,
    kty: "RSA",
    alg: "RS256",
    use: "sig",
  });
  expect(JSON.stringify(before.body)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);

  const rotated = await admin.post(rotate, { use: "sig" });
  expect(rotated.status).toBe(200);
  expect(rotated.body.map(statusOf).toSorted()).toEqual(["ACTIVE", "EXPIRED", "NEXT"]);
  const { kid } = (await admin.get(path)).body.credentials.signing;
  expect(kid).toBe(before.body[1].kid);
  expect((await admin.get(`${keys}/${kid}`)).body).toMatchObject({ kid, status: "ACTIVE" });

  const refused = await admin.post(rotate, { use: "enc" });
  expect([refused.status, refused.body.errorCauses[0].errorSummary]).toEqual([
    400,
    "use: must be sig",
  ]);
});

function statusOf({ status }: { status: string }): string {
  return status;
}

test("two servers that are created at once under one name: one of them is refused", async () => {
  const answers = await Promise.all(
    [1, 2].map(() => admin.post(SERVERS, { ...INPUT, name: "twin" })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400]);
});
