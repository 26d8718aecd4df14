import { beforeAll, expect, test } from "vitest";
import { startOrg } from "../rights/operator.ts";
import { serviceApp } from "../support.ts";

const { okta, admin, made, operator, tokenFor, assertionOf } = await startOrg();

interface Event {
  eventType: string;
  actor: { id: string; type: string; alternateId: string; displayName: string };
  target: { id: string; type: string; displayName: string }[];
  outcome: { result: string; reason: string | null };
}

async function eventsOf(act: () => Promise<unknown>): Promise<Event[]> {
  const before = okta.org.systemLog.latest;
  await act();
  return (await admin.get(`/api/v1/logs?after=${before}`)).body;
}

let app: { id: string };
let group: { id: string };

beforeAll(async () => {
  app = await made("/api/v1/apps", serviceApp("logged", "logged-client"));
  group = await made("/api/v1/groups", { profile: { name: "logged group" } });
});

test("a change names who made it, and what it is about", async () => {
  const [event, ...more] = await eventsOf(() =>
    made("/api/v1/groups", { profile: { name: "seen" } }),
  );
  expect(more).toEqual([]);
  expect(event).toEqual({
    uuid: expect.stringMatching(/^[\da-f-]{36}$/),
    published: expect.stringMatching(/Z$/),
    version: "0",
    severity: "INFO",
    eventType: "group.lifecycle.create",
    displayMessage: "group.lifecycle.create",
    actor: {
      id: okta.org.adminId,
      type: "User",
      alternateId: "admin@example.com",
      displayName: "Sandbox Administrator",
      detailEntry: null,
    },
    target: [
      {
        id: expect.stringMatching(/^00g/),
        type: "UserGroup",
        alternateId: "unknown",
        displayName: "seen",
        detailEntry: null,
      },
    ],
    outcome: { result: "SUCCESS", reason: null },
    client: {
      ...{ id: null, ipAddress: "127.0.0.1", zone: "null", device: "Unknown" },
      userAgent: { rawUserAgent: "node", os: "Unknown", browser: "UNKNOWN" },
    },
    debugContext: { debugData: { requestUri: "/api/v1/groups" } },
  });
});

test("a client is told from a person, and a refused call is no change", async () => {
  const client = await operator(["okta.apps.manage"], {
    permissions: ["okta.apps.manage"],
    resources: [`apps/${app.id}`],
  });
  const events = await eventsOf(async () => {
    expect((await client.put(`/api/v1/apps/${app.id}`, serviceApp("renamed"))).status).toBe(200);
    expect((await client.post("/api/v1/apps", serviceApp("never"))).status).toBe(403);
    expect((await client.put(`/api/v1/apps/${app.id}`, {})).status).toBe(400);
  });
  expect(events).toMatchObject([
    {
      eventType: "application.lifecycle.update",
      actor: { id: client.clientId, type: "PublicClientApp", displayName: client.clientId },
      target: [{ id: app.id, type: "AppInstance", displayName: "logged" }],
      client: { id: client.clientId },
    },
  ]);
});

test("rights, assignments and credentials are in the log, secrets are not", async () => {
  const secret = "a-secret-that-nobody-may-see";
  const events = await eventsOf(async () => {
    await admin.put(`/api/v1/apps/${app.id}/groups/${group.id}`);
    await made(`/api/v1/apps/${app.id}/credentials/secrets`, { client_secret: secret });
    await made(`/api/v1/apps/${app.id}/grants`, { issuer: okta.url, scopeId: "okta.logs.read" });
    await made("/oauth2/v1/clients/logged-client/roles", { type: "READ_ONLY_ADMIN" });
  });
  const seen = events.map(({ eventType, target }) => [
    eventType,
    ...target.map(({ displayName }) => displayName),
  ]);
  expect(seen).toEqual([
    ["group.application_assignment.add", "renamed", "logged group"],
    ["app.oauth2.credentials.lifecycle.create", "unknown", "renamed"],
    ["app.oauth2.admin.consent.grant", "renamed", "okta.logs.read"],
    ["app.oauth2.client.privilege.grant", "renamed"],
  ]);
  expect(JSON.stringify(okta.org.systemLog.events)).not.toContain(secret);
});

test("a user is deactivated by the first DELETE and deleted by the second", async () => {
  const login = "leaver@example.com";
  const profile = { firstName: "Lea", lastName: "Ver", email: login, login };
  const { id } = await made("/api/v1/users", { profile });
  const events = await eventsOf(async () => {
    await admin.delete(`/api/v1/users/${id}`);
    await admin.delete(`/api/v1/users/${id}`);
  });
  expect(events).toMatchObject([
    { eventType: "user.lifecycle.deactivate", target: [{ id, displayName: "Lea Ver" }] },
    { eventType: "user.lifecycle.delete.initiated", target: [{ id, alternateId: login }] },
  ]);
});

test("tokens of the org's server, granted and refused", async () => {
  const client = await operator(["okta.apps.read"]);
  const granted = await eventsOf(() => tokenFor(client.clientId, ["okta.apps.read"]));
  expect(granted).toMatchObject([
    {
      eventType: "app.oauth2.token.grant.access_token",
      actor: { id: client.clientId, type: "PublicClientApp", displayName: client.clientId },
      outcome: { result: "SUCCESS", reason: null },
      client: { id: client.clientId, ipAddress: "127.0.0.1" },
      debugContext: {
        debugData: { grantType: "client_credentials", grantedScopes: "okta.apps.read" },
      },
    },
  ]);
  const refused = await eventsOf(() =>
    tokenFor(client.clientId, ["okta.users.manage"]).catch(() => {}),
  );
  expect(refused).toMatchObject([
    {
      eventType: "app.oauth2.token.grant",
      severity: "WARN",
      actor: { id: client.clientId },
      outcome: { result: "FAILURE", reason: "consent_required" },
    },
  ]);
});

test("tokens of a custom server are of another type; an unknown client is named as it names itself", async () => {
  const unknown = "x".repeat(5000);
  const { client_assertion, ...rest } = await assertionOf(unknown);
  const form = { ...rest, client_assertion, grant_type: "client_credentials", scope: "s" };
  const events = await eventsOf(async () => {
    const body = new URLSearchParams(form);
    await fetch(`${okta.url}/oauth2/default/v1/token`, { method: "POST", body });
  });
  expect(events).toMatchObject([
    {
      eventType: "app.oauth2.as.token.grant",
      actor: { id: "x".repeat(100), type: "PublicClientApp", displayName: "unknown" },
      target: [{ type: "AuthorizationServer", displayName: "default" }],
      outcome: { result: "FAILURE", reason: "invalid_client" },
    },
  ]);
  expect(JSON.stringify(okta.org.systemLog.events)).not.toContain(client_assertion);
});
