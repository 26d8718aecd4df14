import okta from "@okta/okta-sdk-nodejs";
import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { serviceApp, startOkta } from "../okta/support.ts";

const { okta: emulator, admin } = await startOkta();

/** The SDK as it is shipped, but for TLS, its response cache and its retries. */
function sdk(access: object) {
  // The SDK's types know neither `testing` nor a switched-off cache.
  const configuration: object = {
    orgUrl: emulator.url,
    cacheMiddleware: null,
    requestExecutor: new okta.RequestExecutor(),
    testing: { disableHttpsCheck: true },
    ...access,
  };
  return new okta.Client(configuration);
}

const client = sdk({ token: emulator.apiToken });

function newApp(label: string, changes: object = {}): okta.OpenIdConnectApplication {
  return { ...serviceApp(label), ...changes } as okta.OpenIdConnectApplication;
}

describe("with an API token", () => {
  test("an app: create, list, replace, deactivate, delete", async () => {
    const { applicationApi } = client;
    const profile = { neo4j_groups: ["neo4j_reader"] };
    const created = await applicationApi.createApplication({
      application: newApp("sdk app", { profile }),
    });
    expect(created).toMatchObject({ label: "sdk app", status: "ACTIVE", profile });
    const appId = created.id ?? "";
    const listed: string[] = [];
    const apps = await applicationApi.listApplications({ q: "sdk", limit: 1 });
    await apps.each((app) => void listed.push(app?.label ?? ""));
    expect(listed).toEqual(["sdk app"]);
    const application = newApp("sdk app renamed");
    const replaced = await applicationApi.replaceApplication({ appId, application });
    expect(replaced.label).toBe("sdk app renamed");
    expect(replaced.profile).toBeUndefined();
    await applicationApi.deactivateApplication({ appId });
    await applicationApi.deleteApplication({ appId });
    await expect(applicationApi.getApplication({ appId })).rejects.toMatchObject({
      name: "OktaApiError",
      status: 404,
      errorCode: "E0000007",
    });
  });

  test("a collection follows the Link headers through its pages", async () => {
    for (const label of ["page 1", "page 2", "page 3"]) {
      await client.applicationApi.createApplication({ application: newApp(label) });
    }
    const labels: string[] = [];
    const apps = await client.applicationApi.listApplications({ q: "page", limit: 2 });
    await apps.each((app) => void labels.push(app?.label ?? ""));
    expect(labels).toEqual(["page 1", "page 2", "page 3"]);
  });

  test("a server with scope, claim, policy, rule and keys", async () => {
    const { authorizationServerApi: servers } = client;
    const authorizationServer = { name: "sdk", audiences: ["api://sdk"] };
    const { id: authServerId = "" } = await servers.createAuthorizationServer({
      authorizationServer,
    });
    const scope = await servers.createOAuth2Scope({
      authServerId,
      oAuth2Scope: { name: "neo4j_groups" },
    });
    expect(scope).toMatchObject({ name: "neo4j_groups", consent: "IMPLICIT", system: false });
    const claim = await servers.createOAuth2Claim({
      authServerId,
      oAuth2Claim: {
        name: "groups",
        claimType: "RESOURCE",
        valueType: "EXPRESSION",
        value: "app.profile.neo4j_groups",
        conditions: { scopes: ["neo4j_groups"] },
      },
    });
    expect(claim.conditions?.scopes).toEqual(["neo4j_groups"]);
    const policy = await servers.createAuthorizationServerPolicy({
      authServerId,
      policy: {
        type: "OAUTH_AUTHORIZATION_POLICY",
        name: "sdk",
        description: "d",
        priority: 1,
        conditions: { clients: { include: ["ALL_CLIENTS"] } },
      },
    });
    const policyId = policy.id ?? "";
    const rule = await servers.createAuthorizationServerPolicyRule({
      authServerId,
      policyId,
      policyRule: {
        type: "RESOURCE_ACCESS",
        name: "sdk",
        priority: 1,
        conditions: {
          grantTypes: { include: ["client_credentials"] },
          scopes: { include: ["neo4j_groups"] },
          people: { groups: { include: ["EVERYONE"] } },
        },
        actions: { token: { accessTokenLifetimeMinutes: 15 } },
      },
    });
    expect(rule.actions?.token?.accessTokenLifetimeMinutes).toBe(15);
    await servers.deactivateAuthorizationServerPolicyRule({
      authServerId,
      policyId,
      ruleId: rule.id ?? "",
    });
    const rotated = await servers.rotateAuthorizationServerKeys({
      authServerId,
      use: { use: "sig" },
    });
    const statuses: (string | undefined)[] = [];
    await rotated.each((key) => void statuses.push(key?.status));
    expect(statuses).toContain("ACTIVE");
    await servers.deactivateAuthorizationServer({ authServerId });
    await servers.deleteAuthorizationServer({ authServerId });
  });

  test("secrets and keys of an app", async () => {
    const { applicationSSOPublicKeysApi: credentials } = client;
    const app = await client.applicationApi.createApplication({
      application: newApp("sdk secrets"),
    });
    const appId = app.id ?? "";
    const second = await credentials.createOAuth2ClientSecret({ appId });
    expect(second.client_secret).toMatch(/^\w{64}$/);
    const secretId = second.id ?? "";
    const off = await credentials.deactivateOAuth2ClientSecret({ appId, secretId });
    expect(off.status).toBe("INACTIVE");
    await credentials.deleteOAuth2ClientSecret({ appId, secretId });
    // The SDK's type of a key has no room for the key itself.
    const addJwkRequest: object = { kty: "RSA", kid: "sdk", e: "AQAB", n: "0vx7", use: "sig" };
    const added = await credentials.addJwk({ appId, addJwkRequest });
    expect(added).toMatchObject({ kid: "sdk", status: "ACTIVE" });
  });

  test("groups and trusted origins", async () => {
    const group = await client.groupApi.createGroup({
      group: { profile: { name: "sdk", description: "d" } },
    });
    const groupId = group.id ?? "";
    const renamed = await client.groupApi.replaceGroup({
      groupId,
      group: { profile: { name: "sdk 2" } },
    });
    expect(renamed.profile).toMatchObject({ name: "sdk 2" });
    await client.groupApi.deleteGroup({ groupId });
    const origin = await client.trustedOriginApi.createTrustedOrigin({
      trustedOrigin: { name: "sdk", origin: "https://sdk.example.com", scopes: [{ type: "CORS" }] },
    });
    expect(origin.status).toBe("ACTIVE");
    await client.trustedOriginApi.deleteTrustedOrigin({ trustedOriginId: origin.id ?? "" });
  });

  test("a user: create, find, change, group, app, lifecycle, delete", async () => {
    const { userApi, groupApi } = client;
    const login = "sdk@example.com";
    const profile = { login, email: login, firstName: "Ada", lastName: "Byron" };
    const credentials = { password: { value: "Correct-Horse-1" } };
    const created = await userApi.createUser({ body: { profile, credentials } });
    expect(created).toMatchObject({ status: "ACTIVE", profile });
    const userId = created.id ?? "";
    expect((await userApi.getUser({ userId: login })).id).toBe(userId);
    const changed = await userApi.updateUser({ userId, user: { profile: { title: "Countess" } } });
    expect(changed.profile).toMatchObject({ ...profile, title: "Countess" });
    const group = await groupApi.createGroup({ group: { profile: { name: "sdk users" } } });
    await groupApi.assignUserToGroup({ groupId: group.id ?? "", userId });
    const nameOf = (of: object = {}) => ("name" in of ? String(of.name) : undefined);
    const names: (string | undefined)[] = [];
    const groups = await userApi.listUserGroups({ userId });
    await groups.each((each) => void names.push(nameOf(each?.profile)));
    expect(names).toEqual(["Everyone", "sdk users"]);
    const app = await client.applicationApi.createApplication({ application: newApp("sdk users") });
    const appUser = await client.applicationApi.assignUserToApplication({
      appId: app.id ?? "",
      appUser: { id: userId },
    });
    expect(appUser).toMatchObject({ id: userId, scope: "USER", credentials: { userName: login } });
    await userApi.suspendUser({ userId });
    expect((await userApi.getUser({ userId })).status).toBe("SUSPENDED");
    await userApi.unsuspendUser({ userId });
    await userApi.deactivateUser({ userId });
    await userApi.deleteUser({ userId });
    await expect(userApi.getUser({ userId })).rejects.toMatchObject({ status: 404 });
  });

  test("a custom role, bound over a resource set", async () => {
    const role = await client.customRoleApi.createRole({
      instance: { label: "sdk", description: "d", permissions: ["okta.apps.read"] },
    });
    const resources = [`${emulator.url}/api/v1/apps`];
    const set = await client.resourceSetApi.createResourceSet({
      instance: { label: "sdk", description: "d", resources },
    });
    const everyone = [...emulator.org.groups.values()][0]?.id;
    const resourceSetId = set.id ?? "";
    await client.resourceSetApi.createResourceSetBinding({
      resourceSetId,
      instance: { role: role.id ?? "", members: [`${emulator.url}/api/v1/groups/${everyone}`] },
    });
    const found = await client.resourceSetApi.listMembersOfBinding({
      resourceSetId,
      roleIdOrLabel: "sdk",
    });
    expect(found.members).toHaveLength(1);
    await client.resourceSetApi.deleteBinding({ resourceSetId, roleIdOrLabel: "sdk" });
    await client.resourceSetApi.deleteResourceSet({ resourceSetId });
    await client.customRoleApi.deleteRole({ roleIdOrLabel: "sdk" });
  });

  test("a refusal is the SDK's own error, with Okta's code and causes", async () => {
    const application = { ...newApp("bad"), credentials: { oauthClient: { client_id: "etl" } } };
    await expect(client.applicationApi.createApplication({ application })).rejects.toMatchObject({
      status: 400,
      errorCode: "E0000001",
      errorCauses: [{ errorSummary: expect.stringContaining("must be 6 to 100 characters") }],
    });
  });
});

test("its own retries understand the 429: they wait for the reset and go on", async () => {
  const retrying = sdk({
    token: emulator.apiToken,
    requestExecutor: new okta.DefaultRequestExecutor({ maxRetries: 1, requestTimeout: 0 }),
  });
  emulator.faults.add({ kind: "rate-limit", resetSeconds: 0, path: "/api/v1/groups", count: 1 });
  const groups = await retrying.groupApi.listGroups({ q: "Everyone" });
  expect((await groups.next()).value?.profile).toMatchObject({ name: "Everyone" });
  const statuses = emulator.log.entries.slice(-2).map(({ status }) => status);
  expect(statuses).toEqual([429, 200]);
});

describe.each([
  ["a Bearer token", false],
  ["a DPoP-bound token", true],
])("with a private key and %s", (what, dpop_bound_access_tokens) => {
  test("API scopes and an admin role decide what it may do", async () => {
    const clientId = dpop_bound_access_tokens ? "sdk-dpop" : "sdk-bearer";
    const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
    const app = serviceApp(what, clientId, {
      dpop_bound_access_tokens,
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: "sdk" }] },
    });
    app.credentials.oauthClient.token_endpoint_auth_method = "private_key_jwt";
    const { body } = await admin.post("/api/v1/apps", app);
    await admin.post(`/api/v1/apps/${body.id}/grants`, {
      issuer: emulator.url,
      scopeId: "okta.apps.read",
    });
    await admin.post(`/oauth2/v1/clients/${clientId}/roles`, { type: "APP_ADMIN" });

    const keyed = sdk({
      authorizationMode: "PrivateKey",
      clientId,
      scopes: ["okta.apps.read"],
      privateKey: await exportPKCS8(privateKey),
      keyId: "sdk",
    });
    const read = await keyed.applicationApi.getApplication({ appId: body.id });
    expect(read.label).toBe(what);
    expect(emulator.log.entries.at(-1)).toMatchObject({ caller: clientId, status: 200 });
    await expect(keyed.applicationApi.deleteApplication({ appId: body.id })).rejects.toMatchObject({
      status: 403,
      errorCode: "E0000006",
    });
  });
});
