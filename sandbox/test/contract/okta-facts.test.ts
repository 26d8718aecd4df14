import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { Caller, serviceApp, startOkta } from "../okta/support.ts";

const { newServer, groupsClaim, statuses } = JSON.parse(
  readFileSync(new URL("./fixtures/okta/facts.json", import.meta.url), "utf8"),
);
const { okta, admin } = await startOkta();
const SERVERS = "/api/v1/authorizationServers";

describe("a new authorization server", () => {
  let server: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared, not computed with
  let made: any;
  beforeEach(async () => {
    const name = crypto.randomUUID();
    made = (await admin.post(SERVERS, { name, audiences: ["api://facts"] })).body;
    server = `${SERVERS}/${made.id}`;
  });

  test("has what Okta gives it when nothing is asked for", () => {
    const { description, issuerMode } = newServer;
    expect(made).toMatchObject({ description, issuerMode });
  });

  test("has the system scopes", async () => {
    const { body } = await admin.get(`${server}/scopes`);
    expect(body).toMatchObject(
      newServer.scopes.map((name: string) => ({ name, ...newServer.scopesAre })),
    );
    expect(body).toHaveLength(newServer.scopes.length);
  });

  test("has the 19 system claims", async () => {
    const { body } = await admin.get(`${server}/claims`);
    const userClaims = Object.entries<string[]>(newServer.userClaims).flatMap(([scope, names]) =>
      names.map((name) => ({
        name,
        ...newServer.userClaimsAre,
        conditions: { scopes: [scope] },
        alwaysIncludeInToken: newServer.alwaysIncluded.includes(name),
      })),
    );
    expect(body).toMatchObject([newServer.subject, ...userClaims]);
    expect(body).toHaveLength(19);
    for (const claim of body) {
      expect(claim).toMatchObject({ system: true, status: "ACTIVE", apiResourceId: null });
      expect((await admin.put(`${server}/claims/${claim.id}`, claim)).body).toEqual(claim);
    }
  });

  test("takes a policy without conditions, which then fits no client", async () => {
    const policy = { type: "OAUTH_AUTHORIZATION_POLICY", name: "bare", description: "d" };
    const { status, body } = await admin.post(`${server}/policies`, policy);
    expect(status).toBe(statuses["create a policy without conditions"]);
    expect(body.conditions).toEqual({ clients: { include: [] } });
    expect((await admin.put(`${server}/policies/${body.id}`, body)).status).toBe(200);
  });

  test("is deleted while it is active", async () => {
    const { status, body } = await admin.delete(server);
    expect([status, body]).toEqual([statuses["delete an active authorization server"], null]);
    expect((await admin.get(server)).status).toBe(404);
  });
});

test("the grant of an API scope", async () => {
  const { body: app } = await admin.post("/api/v1/apps", serviceApp("granted"));
  const grant = { issuer: okta.url, scopeId: "okta.apps.read" };
  const { status, body } = await admin.post(`/api/v1/apps/${app.id}/grants`, grant);
  expect(status).toBe(statuses["grant an app an API scope"]);
  expect(body).toMatchObject(grant);
});

test("group rules are no group of the name rules", async () => {
  const { status, body } = await admin.get("/api/v1/groups/rules?limit=50&search=readers");
  expect([status, body]).toEqual([statuses["list group rules"], []]);
});

test("the groups claim of an app, in the shape that the provider sends, read back and taken away", async () => {
  const ssws = new Caller(okta, `SSWS ${okta.apiToken}`);
  const { body: app } = await ssws.post("/api/v1/apps", serviceApp("grouped"));
  const path = `/api/v1/internal/apps/${app.id}/settings/oauth/idToken`;
  const { status, body } = await ssws.post(path, groupsClaim);
  expect(status).toBe(statuses["set the groups claim of an app"]);
  expect(body).toMatchObject({ audience: app.id, ...groupsClaim });
  expect((await ssws.get(path)).body).toEqual(body);
  await ssws.post(path, { issuerMode: "ORG_URL" });
  expect((await ssws.get(path)).body).not.toHaveProperty("name");
});

test("an org without API Access Management has no authorization servers", async () => {
  const plain = await startOkta({ apiAccessManagement: false });
  for (const [method, path] of [
    ["GET", SERVERS],
    ["GET", `${SERVERS}/default`],
    ["POST", SERVERS],
    ["PUT", `${SERVERS}/default/policies/00p1`],
  ] as const) {
    const { status, body } = await plain.admin.call(
      method,
      path,
      method === "GET" ? undefined : {},
    );
    expect(status).toBe(statuses["call for authorization servers without API Access Management"]);
    expect(body).toMatchObject({
      errorCode: "E0000015",
      errorSummary: "You do not have permission to access the feature you are requesting",
    });
  }
  expect((await plain.admin.get("/api/v1/apps")).status).toBe(200);
  const stranger = await new Caller(plain.okta, "Bearer nobody").get(SERVERS);
  expect(stranger.body.errorCode).toBe("E0000011");
  const discovery = `${plain.okta.url}/oauth2/default/.well-known/openid-configuration`;
  expect((await fetch(discovery)).status).toBe(404);
});
