import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../../../plugins/protocol/values.ts";
import { initFailure, type Resource } from "../../plugin-client.ts";
import { Organization } from "../organization.ts";
import { APP, account } from "../programs.ts";

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

  test("also for an account with keys, which Okta returns with more in them", async () => {
    const { plugin, okta } = organization;
    const jwks = [{ n: "n", e: "AQAB", kty: "RSA", kid: "k" }];
    const program = account("etl-loader", { tokenEndpointAuthMethod: "private_key_jwt", jwks });
    const made = await plugin.make(APP, program);
    const stored = okta.at(`/api/v1/apps/${made.id}`) as {
      settings: { oauthClient: { jwks: { keys: object[] } } };
    };
    Object.assign(stored.settings.oauthClient.jwks.keys[0] ?? {}, {
      id: "pks1",
      use: null,
      status: "ACTIVE",
    });
    const read = (await plugin.read(APP, made)) as Resource;
    expect(read.inputs).toEqual(made.inputs);
    okta.take();
    await plugin.change(APP, read, { ...program, status: "INACTIVE" });
    expect(okta.requests.map(({ method }) => method)).toEqual(["POST"]);
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
