import { describe, expect, test } from "vitest";
import { serviceApp, startOkta } from "../../support.ts";

const { okta, admin } = await startOkta();

async function idOf(path: string, body: object): Promise<string> {
  return (await admin.post(path, body)).body.id;
}

const group = (name: string) => idOf("/api/v1/groups", { profile: { name } });
const user = (login: string, further: object = {}) =>
  idOf("/api/v1/users", {
    profile: { login, email: login, firstName: "Grace", lastName: "Hopper" },
    ...further,
  });
const names = async (path: string) =>
  (await admin.get(path)).body.map(({ profile }: { profile: { name: string } }) => profile.name);
const ids = async (path: string) =>
  (await admin.get(path)).body.map(({ id }: { id: string }) => id);

describe("members of a group", () => {
  test("come and go, and are in Everyone from the start", async () => {
    const engineers = await group("engineers");
    const grace = await user("grace@example.com");
    const groups = `/api/v1/users/${grace}/groups`;
    const members = `/api/v1/groups/${engineers}/users`;
    expect(await names(groups)).toEqual(["Everyone"]);
    expect((await admin.put(`${members}/${grace}`)).status).toBe(204);
    expect(await names(groups)).toEqual(["Everyone", "engineers"]);
    expect(await ids(members)).toEqual([grace]);
    const { created, lastMembershipUpdated } = (await admin.get(`/api/v1/groups/${engineers}`))
      .body;
    expect(Date.parse(lastMembershipUpdated)).toBeGreaterThanOrEqual(Date.parse(created));
    expect((await admin.delete(`${members}/${grace}`)).status).toBe(204);
    expect(await ids(members)).toEqual([]);
  });

  test("are named when a user is created", async () => {
    const writers = await group("writers");
    const id = await user("writer@example.com", { groupIds: [writers] });
    expect(await ids(`/api/v1/groups/${writers}/users`)).toEqual([id]);
  });

  test("of Everyone cannot be changed", async () => {
    const [everyone] = [...okta.org.groups.keys()];
    const id = await user("everyone@example.com");
    const answer = await admin.put(`/api/v1/groups/${everyone}/users/${id}`);
    expect(answer.status).toBe(501);
    expect(answer.body).toMatchObject({
      errorCode: "E0000060",
      errorSummary: "Unsupported operation.",
    });
  });

  test("must exist", async () => {
    const empty = await group("empty");
    const answer = await admin.put(`/api/v1/groups/${empty}/users/00uNobody`);
    expect(answer.status).toBe(404);
    expect(answer.body.errorSummary).toBe("Not found: Resource not found: 00uNobody (User)");
  });
});

describe("users of an app", () => {
  test("are assigned by name or through a group", async () => {
    const app = await idOf("/api/v1/apps", serviceApp("editor"));
    const users = `/api/v1/apps/${app}/users`;
    const editors = await group("editors");
    const direct = await user("direct@example.com");
    const member = await user("member@example.com", { groupIds: [editors] });
    const assigned = await admin.post(users, { id: direct, profile: { desk: 7 } });
    expect(assigned.body).toMatchObject({
      id: direct,
      scope: "USER",
      status: "ACTIVE",
      credentials: { userName: "direct@example.com" },
      profile: { desk: 7 },
    });
    await admin.put(`/api/v1/apps/${app}/groups/${editors}`, { profile: { desk: 1 } });
    expect((await admin.get(`${users}/${member}`)).body).toMatchObject({
      scope: "GROUP",
      profile: { desk: 1 },
    });
    expect(await ids(users)).toEqual([direct, member]);
    const changed = await admin.post(`${users}/${direct}`, { profile: { floor: 2 } });
    expect(changed.body.profile).toEqual({ desk: 7, floor: 2 });
    expect((await admin.delete(`${users}/${direct}`)).status).toBe(204);
    expect((await admin.get(`${users}/${direct}`)).status).toBe(404);
    const kept = await admin.delete(`${users}/${member}`);
    expect(kept.status).toBe(400);
    expect(kept.body.errorCauses[0].errorSummary).toContain("through a group");
  });
});

describe("a single-page app", () => {
  const spa = (client: object = {}, settings: object = {}) => ({
    ...serviceApp("browser", undefined, {
      application_type: "browser",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      redirect_uris: ["http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri"],
      post_logout_redirect_uris: ["http://localhost:7474/browser/"],
      ...settings,
    }),
    credentials: { oauthClient: { token_endpoint_auth_method: "none", ...client } },
  });

  test("has no secret and asks for PKCE", async () => {
    const { status, body } = await admin.post("/api/v1/apps", spa());
    expect(status).toBe(200);
    expect(body.credentials.oauthClient).toMatchObject({ pkce_required: true });
    expect(body.credentials.oauthClient).not.toHaveProperty("client_secret");
    expect(body.settings.oauthClient).toMatchObject({ application_type: "browser" });
  });

  const client = "credentials.oauthClient";
  test.each([
    [
      spa({ pkce_required: false }),
      `${client}.pkce_required`,
      "must be true for a client without a secret",
    ],
    [
      spa({}, { redirect_uris: ["not an address"] }),
      "settings.oauthClient.redirect_uris.0",
      "must be an absolute URI without fragment",
    ],
    [
      spa({}, { redirect_uris: ["javascript:alert(1)"] }),
      "settings.oauthClient.redirect_uris.0",
      "must be an absolute URI without fragment",
    ],
    [
      spa({}, { redirect_uris: ["data:text/html,x"] }),
      "settings.oauthClient.redirect_uris.0",
      "must be an absolute URI without fragment",
    ],
    [
      spa({}, { redirect_uris: ["http://localhost/a b"] }),
      "settings.oauthClient.redirect_uris.0",
      "must be an absolute URI without fragment",
    ],
    [
      spa({}, { redirect_uris: ["http://localhost/#x"] }),
      "settings.oauthClient.redirect_uris.0",
      "must be an absolute URI without fragment",
    ],
  ])("is refused as %#", async (body, field, reason) => {
    const answer = await admin.post("/api/v1/apps", body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      errorCode: "E0000001",
      errorSummary: `Api validation failed: ${field}`,
      errorCauses: [{ errorSummary: `${field}: ${reason}` }],
    });
  });

  test("of a service has a secret", async () => {
    const body = {
      ...serviceApp("public"),
      credentials: { oauthClient: { token_endpoint_auth_method: "none" } },
    };
    const answer = await admin.post("/api/v1/apps", body);
    expect(answer.body.errorCauses[0].errorSummary).toBe(
      `${client}.token_endpoint_auth_method: none is not allowed with client_credentials`,
    );
  });
});

test("a rule names users of the org alone", async () => {
  const [server] = [...okta.org.authorizationServers.values()];
  const policies = `/api/v1/authorizationServers/${server?.id}/policies`;
  const policy = await idOf(policies, {
    ...{ type: "OAUTH_AUTHORIZATION_POLICY", name: "people", description: "who" },
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  });
  const answer = await admin.post(`${policies}/${policy}/rules`, {
    ...{ type: "RESOURCE_ACCESS", name: "one", actions: { token: {} } },
    conditions: {
      people: { users: { include: ["00uNobody"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: ["*"] },
    },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errorCauses[0].errorSummary).toBe(
    "conditions.people.users.include: Invalid value: 00uNobody",
  );
});
