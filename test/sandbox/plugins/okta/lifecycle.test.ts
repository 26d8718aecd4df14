import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../../../sandbox/plugins/protocol/values.ts";
import { initFailure } from "../plugin-client.ts";
import { Organization } from "./organization.ts";
import {
  APP,
  account,
  CLAIM,
  claimOf,
  POLICY,
  policyOf,
  RULE,
  ruleOf,
  SCOPE,
  SERVER,
  scopeOf,
} from "./programs.ts";

let organization: Organization;
beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

function body(index: number): Record<string, unknown> {
  return organization.okta.requests[index]?.body as Record<string, unknown>;
}

describe("an account", () => {
  test("changed groups are one full PUT, with the secret that is in state, and one GET", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    okta.take();
    const profile = '{"neo4j_groups":["neo4j_publisher"]}';
    const changed = await plugin.change(APP, made, account("etl-loader", { profile }));
    expect(okta.requests.map(({ method }) => method)).toEqual(["PUT", "GET"]);
    expect(body(0)).toMatchObject({
      profile: { neo4j_groups: ["neo4j_publisher"] },
      label: "etl-loader",
      credentials: { oauthClient: { client_id: "etl-loader", client_secret: "generated-secret" } },
    });
    expect(changed.outputs).toMatchObject({
      profile,
      clientSecret: new Secret("generated-secret"),
    });
  });

  test("only a change of status is one lifecycle call", async () => {
    const made = await organization.plugin.make(APP, account("etl-loader"));
    organization.sent();
    const off = await organization.plugin.change(
      APP,
      made,
      account("etl-loader", { status: "INACTIVE" }),
    );
    expect(organization.sent()).toEqual([`POST /api/v1/apps/${made.id}/lifecycle/deactivate`]);
    expect(off.outputs).toEqual({ ...made.outputs, status: "INACTIVE" });
    await organization.plugin.remove(APP, off);
    expect(organization.sent()).toEqual([`DELETE /api/v1/apps/${made.id}`]);
  });

  test("status and label: the lifecycle call comes first", async () => {
    const made = await organization.plugin.make(APP, account("etl-loader"));
    organization.sent();
    await organization.plugin.change(
      APP,
      made,
      account("etl-loader", { status: "INACTIVE", label: "l" }),
    );
    const path = `/api/v1/apps/${made.id}`;
    expect(organization.sent()).toEqual([
      `POST ${path}/lifecycle/deactivate`,
      `PUT ${path}`,
      `GET ${path}`,
    ]);
  });

  test("is created inactive without a second call", async () => {
    await organization.plugin.make(APP, account("etl-loader", { status: "INACTIVE" }));
    expect(organization.sent()[0]).toBe("POST /api/v1/apps?activate=false");
  });

  test("a profile taken away is not sent", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    okta.take();
    const changed = await plugin.change(APP, made, account("etl-loader", { profile: null }));
    expect(body(0)).not.toHaveProperty("profile");
    expect(changed.outputs.profile).toBe("");
  });

  test("with omitSecret the secret is neither stored nor sent back", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(APP, account("etl-loader", { omitSecret: true }));
    expect(made.outputs.clientSecret).toEqual(new Secret(""));
    okta.take();
    await plugin.change(APP, made, account("etl-loader", { omitSecret: true, label: "l" }));
    expect(body(0)).toMatchObject({ credentials: { oauthClient: { client_secret: "" } } });
  });

  test("public keys are sent without use and alg", async () => {
    const { plugin } = organization;
    const jwks = [
      { kid: "r", kty: "RSA", e: "AQAB", n: "n" },
      { kid: "e", kty: "EC", x: "x", y: "y" },
    ];
    await plugin.make(
      APP,
      account("etl-loader", { tokenEndpointAuthMethod: "private_key_jwt", jwks }),
    );
    expect(body(0)).toMatchObject({ settings: { oauthClient: { jwks: { keys: jwks } } } });
  });

  test("settings that are Okta's own are stored and sent back", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    const stored = okta.at(`/api/v1/apps/${made.id}`);
    stored.settings = { ...(stored.settings as object), app: {}, manualProvisioning: false };
    const read = await plugin.read(APP, made);
    expect(read?.outputs.appSettingsJson).toBe('{"app":{},"manualProvisioning":false}');
    okta.take();
    await plugin.change(APP, read ?? made, account("etl-loader", { label: "l" }));
    expect(body(0)).toMatchObject({ settings: { app: {}, manualProvisioning: false } });
  });

  test.each([
    [{ tokenEndpointAuthMethod: "private_key_jwt" }, /'jwks' or 'jwks_uri' is required/],
    [
      { grantTypes: ["authorization_code"] },
      /'grant_types' of an app of type 'service' must contain 'client_credentials'/,
    ],
    [
      { grantTypes: ["client_credentials", "password"] },
      /may contain only .* got client_credentials, password$/,
    ],
    [{ loginMode: "SPEC" }, /'login_uri' is required/],
    [
      { logo: "./logo.png" },
      /does not cover 'logo' of an app; leave it out or use the official plugin$/,
    ],
  ])("refuses %o before it calls Okta", async (more, message) => {
    await expect(organization.plugin.make(APP, account("etl-loader", more))).rejects.toThrow(
      message,
    );
    expect(organization.sent()).toEqual([]);
  });

  test("gone at Okta fails the refresh, as it does officially", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    okta.forget(`/api/v1/apps/${made.id}`);
    await expect(plugin.read(APP, made)).rejects.toThrow(
      `failed to get OAuth application: the API returned an error: Not found: Resource not found: ${made.id} (status 404, E0000007)`,
    );
  });

  test("a delete that fails is tried four times", async () => {
    const { plugin, okta, waits } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    const busy = {
      status: 500,
      body: { errorCode: "E0000009", errorSummary: "Internal Server Error" },
    };
    okta.replies.push({ status: 200, body: {} }, busy, busy);
    await plugin.remove(APP, made);
    expect(waits).toEqual([500, 1000]);
    okta.replies.push({ status: 200, body: {} }, busy, busy, busy, busy);
    await expect(plugin.remove(APP, made)).rejects.toThrow(
      /failed to delete OAuth application: the API returned an error: Internal Server Error/,
    );
  });

  test("made but not read back, it stays in state with its secret", async () => {
    const { plugin, okta } = organization;
    const { inputs } = await plugin.check(APP, account("etl-loader"));
    okta.replies.push(
      { status: 200, body: { id: "0oa1", credentials: { oauthClient: { client_secret: "s1" } } } },
      { status: 503, body: { errorSummary: "down" } },
    );
    const error: unknown = await plugin.create(APP, inputs).catch((thrown: unknown) => thrown);
    const failed = initFailure(error);
    expect(failed).toMatchObject({ id: "0oa1", inputs });
    expect(failed.outputs.clientSecret).toEqual(new Secret("s1"));
    expect(failed.reasons.join()).toMatch(/failed to get OAuth application: .*down \(status 503\)/);
  });
});

describe("under an authorization server", () => {
  const nested = [
    ["scope", SCOPE, scopeOf("aus1"), "/scopes"],
    ["claim", CLAIM, claimOf("aus1"), "/claims"],
    ["policy", POLICY, policyOf("aus1", ["c"]), "/policies"],
    ["rule", RULE, ruleOf("aus1", "00p1"), "/policies/00p1/rules"],
  ] as const;

  test.each(nested)(
    "a %s that is gone leaves the state",
    async (_name, type, program, collection) => {
      const made = await organization.plugin.make(type, program);
      organization.okta.forget(`/api/v1/authorizationServers/aus1${collection}/${made.id}`);
      expect(await organization.plugin.read(type, made)).toBeUndefined();
    },
  );

  test.each([
    [SCOPE, scopeOf("aus1"), true],
    [CLAIM, claimOf("aus1"), false],
    [POLICY, policyOf("aus1", ["c"]), false],
    [RULE, ruleOf("aus1", "00p1"), false],
  ])("deleting a %s twice", async (type, program, tolerated) => {
    const made = await organization.plugin.make(type, program);
    await organization.plugin.remove(type, made);
    const again = organization.plugin.remove(type, made);
    if (tolerated) await expect(again).resolves.toBeUndefined();
    else await expect(again).rejects.toThrow(/failed to delete .*Not found/);
  });

  test("a policy's changed status is a lifecycle call after the PUT", async () => {
    const program = policyOf("aus1", ["c"]);
    const made = await organization.plugin.make(POLICY, program);
    organization.sent();
    await organization.plugin.change(POLICY, made, { ...program, status: "INACTIVE" });
    const path = `/api/v1/authorizationServers/aus1/policies/${made.id}`;
    expect(organization.sent()).toEqual([
      `PUT ${path}`,
      `POST ${path}/lifecycle/deactivate`,
      `GET ${path}`,
    ]);
  });

  test("a policy cannot be created inactive", async () => {
    const program = { ...policyOf("aus1", ["c"]), status: "INACTIVE" };
    await expect(organization.plugin.make(POLICY, program)).rejects.toThrow(
      /can not create an inactive policy/,
    );
  });

  test("a rule's lifetimes must fit", async () => {
    const program = { ...ruleOf("aus1", "00p1"), refreshTokenLifetimeMinutes: 30 };
    await expect(organization.plugin.make(RULE, program)).rejects.toThrow(
      /'refresh_token_window_minutes' must be between/,
    );
  });

  test("rules are written one after the other", async () => {
    const program = ruleOf("aus1", "00p1");
    await Promise.all(
      ["a", "b", "c"].map((name) => organization.plugin.make(RULE, { ...program, name })),
    );
    const methods = organization.okta.take().map(({ method }) => method);
    expect(methods).toEqual(["POST", "GET", "POST", "GET", "POST", "GET"]);
  });

  test.each(["aus1", "aus1/", "/scp1", "aus1/scp1/x"])("import id %s is refused", async (id) => {
    await expect(organization.plugin.read(SCOPE, { id })).rejects.toThrow(
      /is not of the form authServerId\/id/,
    );
  });
});

describe("an authorization server", () => {
  const program = { name: "neo4j", audiences: ["api://neo4j"] };

  test("MANUAL rotation takes an activation and an update, and reads twice", async () => {
    await organization.plugin.make(SERVER, { ...program, credentialsRotationMode: "MANUAL" });
    const methods = organization.okta.take().map(({ method }) => method);
    expect(methods).toEqual(["POST", "POST", "PUT", "GET", "GET"]);
  });

  test("is gone twice without an error", async () => {
    const made = await organization.plugin.make(SERVER, program);
    organization.okta.forget(`/api/v1/authorizationServers/${made.id}`);
    expect(await organization.plugin.read(SERVER, made)).toBeUndefined();
    await expect(organization.plugin.remove(SERVER, made)).resolves.toBeUndefined();
  });

  test("is found by its exact name, from a list of names that contain it", async () => {
    const { plugin, okta } = organization;
    await plugin.make(SERVER, { ...program, name: "neo4j two" });
    const { id } = await plugin.make(SERVER, program);
    organization.sent();
    const found = await plugin.invoke("okta:auth/getServer:getServer", { name: "neo4j" });
    expect(organization.sent()).toEqual(["GET /api/v1/authorizationServers?limit=200&q=neo4j"]);
    expect(found).toMatchObject({
      id,
      name: "neo4j",
      audiences: ["api://neo4j"],
      issuer: `http://x/oauth2/${id}`,
    });
    okta.take();
    await expect(plugin.invoke("okta:auth/getServer:getServer", { name: "nope" })).rejects.toThrow(
      "authorization server with name 'nope' does not exist",
    );
    await expect(plugin.invoke("okta:auth/getServer:getServer", {})).rejects.toThrow(
      /missing required argument "name"/,
    );
  });
});
