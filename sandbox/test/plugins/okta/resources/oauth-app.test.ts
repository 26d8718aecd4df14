import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Properties, Secret } from "../../../../plugins/protocol/values.ts";
import { fixture } from "../../fixtures.ts";
import { initFailure, type Resource } from "../../plugin-client.ts";
import { Organization } from "../organization.ts";
import { APP, account } from "../programs.ts";

const official = fixture<{
  keys: Record<"program" | "sent" | "stored", Properties[]>;
  emptyLists: Record<"created" | "refreshed", Properties>;
  refused: Record<"create" | "read" | "update", string>;
  gone: { deactivations: number; seconds: number[] };
}>("okta-app");
const GONE = { status: 404, body: { errorCode: "E0000007", errorSummary: "Not found" } };
const BUSY = {
  status: 500,
  body: { errorCode: "E0000009", errorSummary: "Internal Server Error" },
};

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

  test("public keys are sent as active, without use and alg, and stored with every part", async () => {
    const { plugin } = organization;
    const { program: jwks, sent, stored } = official.keys;
    const program = account("etl-loader", { tokenEndpointAuthMethod: "private_key_jwt", jwks });
    const made = await plugin.make(APP, program);
    const { settings } = body(0) as { settings: { oauthClient: { jwks: { keys: unknown } } } };
    expect(settings.oauthClient.jwks.keys).toEqual(sent);
    expect(made.outputs.jwks).toEqual(stored);
    expect((await plugin.diff(APP, made, made.inputs)).changed).toBe(false);
  });

  test("empty lists are null until a refresh finds them empty", async () => {
    const { plugin } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    expect(made.outputs).toMatchObject(official.emptyLists.created);
    const read = (await plugin.read(APP, made)) as Resource;
    expect(read.outputs).toMatchObject(official.emptyLists.refreshed);
    expect((await plugin.diff(APP, read, made.inputs)).changed).toBe(false);
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

  test("what Okta refuses is told in the official words, with Okta's own beside them", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    const notFound = `(the sandbox adds: Not found: Resource not found: ${made.id}, E0000007)`;
    okta.forget(`/api/v1/apps/${made.id}`);
    await expect(plugin.read(APP, made)).rejects.toThrow(`${official.refused.read} ${notFound}`);
    await expect(plugin.change(APP, made, account("etl-loader", { label: "l" }))).rejects.toThrow(
      `${official.refused.update} ${notFound}`,
    );
    okta.replies.push({
      status: 400,
      body: { errorCode: "E0000001", errorSummary: "Api validation failed: label" },
    });
    await expect(plugin.make(APP, account("reporting"))).rejects.toThrow(
      `${official.refused.create} (the sandbox adds: Api validation failed: label, E0000001)`,
    );
  });

  test("a delete of what is gone gives up after as many tries as the official one", async () => {
    const { plugin, okta, waits } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    okta.replies.push(...Array.from({ length: official.gone.deactivations }, () => GONE));
    organization.sent();
    await expect(plugin.remove(APP, made)).rejects.toThrow(
      "failed to delete OAuth application: the API returned an error: Not found (the sandbox adds: status 404, E0000007)",
    );
    const deactivate = `POST /api/v1/apps/${made.id}/lifecycle/deactivate`;
    expect(organization.sent()).toEqual(
      Array.from({ length: official.gone.deactivations }, () => deactivate),
    );
    const [least = 0, most = 0] = official.gone.seconds;
    const seconds = waits.reduce((sum, wait) => sum + wait, 0) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(least);
    expect(seconds).toBeLessThanOrEqual(most);
  });

  test("a delete that Okta is not ready for is tried again, each pause longer than the one before", async () => {
    const { plugin, okta, waits } = organization;
    const made = await plugin.make(APP, account("etl-loader"));
    okta.replies.push({ status: 200, body: {} }, BUSY, BUSY);
    await plugin.remove(APP, made);
    expect(waits).toEqual([500, 750]);
    okta.replies.push({ status: 200, body: {} }, ...Array.from({ length: 10 }, () => BUSY));
    await expect(plugin.remove(APP, made)).rejects.toThrow(
      /failed to delete OAuth application: the API returned an error: Internal Server Error/,
    );
    expect(okta.replies).toEqual([]);
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
    expect(failed.reasons.join()).toMatch(
      /failed to get OAuth application: 503 Service Unavailable .*down/,
    );
  });
});
