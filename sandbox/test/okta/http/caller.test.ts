import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { Caller, serviceApp, startOkta } from "../support.ts";

const { okta, admin } = await startOkta();
let privateKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
let appId: string;

beforeAll(async () => {
  const pair = await generateKeyPair("RS256");
  privateKey = pair.privateKey;
  const app = serviceApp("operator", "operator-client", {
    jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "op" }] },
  });
  app.credentials.oauthClient.token_endpoint_auth_method = "private_key_jwt";
  const { status, body } = await admin.post("/api/v1/apps", app);
  expect(status).toBe(200);
  appId = body.id;
  for (const scopeId of ["okta.apps.read", "okta.authorizationServers.manage"]) {
    await admin.post(`/api/v1/apps/${appId}/grants`, { issuer: okta.url, scopeId });
  }
});

async function tokenFor(scope: string): Promise<string> {
  const endpoint = `${okta.url}/oauth2/v1/token`;
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "RS256", kid: "op" })
    .setIssuer("operator-client")
    .setSubject("operator-client")
    .setAudience(endpoint)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);
  const response = await fetch(endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    }),
  });
  expect(response.status).toBe(200);
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

const assign = (type: string) => admin.post("/oauth2/v1/clients/operator-client/roles", { type });

test("SSWS and Bearer callers with the emulator's own tokens may do everything", async () => {
  const ssws = new Caller(okta, `SSWS ${okta.apiToken}`);
  expect((await ssws.get("/api/v1/users/me")).body).toMatchObject({
    id: expect.stringMatching(/^00u\w{17}$/),
    status: "ACTIVE",
  });
  expect((await admin.get("/api/v1/users/me")).status).toBe(200);
});

test.each([
  ["nothing", ""],
  ["a word", "Bearer"],
  ["another token", "Bearer nope"],
  ["the API token as Bearer", () => `Bearer ${okta.apiToken}`],
  ["the access token as SSWS", () => `SSWS ${okta.accessToken}`],
  ["the access token as Basic", () => `Basic ${okta.accessToken}`],
  ["a token with more behind it", () => `Bearer ${okta.accessToken} x`],
  ["a token cut short", () => `Bearer ${okta.accessToken.slice(0, -1)}`],
  ["a JWT of nobody's", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA"],
])("%s is 401 E0000011", async (_what, authorization) => {
  const header = typeof authorization === "string" ? authorization : authorization();
  const { status, body } = await new Caller(okta, header).get("/api/v1/apps");
  expect([status, body.errorCode, body.errorSummary]).toEqual([
    401,
    "E0000011",
    "Invalid token provided",
  ]);
});

test("a request without a credential is 401 E0000011", async () => {
  const response = await fetch(`${okta.url}/api/v1/apps`);
  expect([response.status, await response.json()]).toEqual([
    401,
    expect.objectContaining({ errorCode: "E0000011" }),
  ]);
});

test("a client needs the API scope and an admin role, both", async () => {
  const client = new Caller(okta, `Bearer ${await tokenFor("okta.apps.read")}`);
  const refused = await client.get("/api/v1/apps");
  expect([refused.status, refused.body.errorCode]).toEqual([403, "E0000006"]);
  expect(refused.body.errorCauses[0].errorSummary).toBe(
    "No admin role of the caller allows this: okta.apps.read.",
  );

  const role = await assign("APP_ADMIN");
  expect((await client.get("/api/v1/apps")).status).toBe(200);
  const write = await client.post("/api/v1/apps", serviceApp("never"));
  expect(write.status).toBe(403);
  expect(write.body.errorCauses[0].errorSummary).toBe(
    "The access token lacks the scope okta.apps.manage.",
  );
  expect(write.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
  expect((await client.get("/api/v1/groups")).status).toBe(403);
  await admin.delete(`/oauth2/v1/clients/operator-client/roles/${role.body.id}`);
});

test("a read-only administrator reads; `.manage` covers reading", async () => {
  const client = new Caller(okta, `Bearer ${await tokenFor("okta.authorizationServers.manage")}`);
  const role = await assign("READ_ONLY_ADMIN");
  const servers = "/api/v1/authorizationServers";
  expect((await client.get(servers)).status).toBe(200);
  expect((await client.post(`${servers}/default/scopes`, { name: "new" })).status).toBe(403);
  await admin.delete(`/oauth2/v1/clients/operator-client/roles/${role.body.id}`);
});

test("a custom role gives what its permissions name", async () => {
  const role = await admin.post("/api/v1/iam/roles", {
    label: "server reader",
    description: "d",
    permissions: ["okta.authzServers.read"],
  });
  const resources = [`${okta.url}/api/v1/authorizationServers`];
  const described = { label: "all", description: "d", resources };
  const set = await admin.post("/api/v1/iam/resource-sets", described);
  await admin.post("/oauth2/v1/clients/operator-client/roles", {
    type: "CUSTOM",
    role: role.body.id,
    "resource-set": set.body.id,
  });
  const scopes = "okta.authorizationServers.manage okta.apps.read";
  const client = new Caller(okta, `Bearer ${await tokenFor(scopes)}`);
  const servers = "/api/v1/authorizationServers";
  expect((await client.get(servers)).status).toBe(200);
  expect((await client.post(servers, { name: "x", audiences: ["a"] })).status).toBe(403);
  expect((await client.get("/api/v1/apps")).status).toBe(403);
  await admin.post(`/api/v1/iam/roles/${role.body.id}/permissions/okta.authzServers.manage`);
  expect((await client.post(servers, { name: "x", audiences: ["a"] })).status).toBe(201);
  expect(okta.log.entries.at(-1)?.caller).toBe("operator-client");
});

test("a report administrator reads as well", async () => {
  const client = new Caller(okta, `Bearer ${await tokenFor("okta.authorizationServers.manage")}`);
  const others = (await admin.get("/oauth2/v1/clients/operator-client/roles")).body;
  for (const { id } of others) await admin.delete(`/oauth2/v1/clients/operator-client/roles/${id}`);
  const role = await assign("REPORT_ADMIN");
  const servers = "/api/v1/authorizationServers";
  expect((await client.get(servers)).status).toBe(200);
  expect((await client.post(`${servers}/default/scopes`, { name: "new" })).status).toBe(403);
  await admin.delete(`/oauth2/v1/clients/operator-client/roles/${role.body.id}`);
});

test("a client has no user", async () => {
  await assign("SUPER_ADMIN");
  await admin.post(`/api/v1/apps/${appId}/grants`, {
    issuer: okta.url,
    scopeId: "okta.users.read",
  });
  const client = new Caller(okta, `Bearer ${await tokenFor("okta.users.read")}`);
  const { status, body } = await client.get("/api/v1/users/me");
  expect([status, body.errorCauses[0].errorSummary]).toEqual([403, "A client has no user."]);
});

test("a token is worth nothing once its client is inactive", async () => {
  await assign("APP_ADMIN");
  const client = new Caller(okta, `Bearer ${await tokenFor("okta.apps.read")}`);
  expect((await client.get("/api/v1/apps")).status).toBe(200);
  await admin.post(`/api/v1/apps/${appId}/lifecycle/deactivate`);
  expect((await client.get("/api/v1/apps")).status).toBe(401);
});
