import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { ApiClient, type ApiClientArgs } from "../../../components/index.ts";
import { inputsOf, record, settled } from "../../support/pulumi.ts";

const JWKS_URI = "https://keys.example.com/deployer.json";

function client(other: Partial<ApiClientArgs> = {}, opts?: pulumi.ComponentResourceOptions) {
  const args: ApiClientArgs = {
    orgUrl: "https://example.okta.com/",
    credential: { kind: "private_key_jwt", jwksUri: JWKS_URI },
    scopes: ["okta.authorizationServers.manage", "okta.apps.manage"],
    assignments: [
      {
        role: "manage",
        permissions: ["okta.authzServers.manage", "okta.apps.manage"],
        resources: ["apps/0oa1", "authorizationServers/aus1"],
      },
      { role: "create", permissions: ["okta.apps.manage"], resources: ["apps"] },
    ],
    ...other,
  };
  return record(() => new ApiClient("prod-deployer", args, opts));
}

describe("ApiClient", () => {
  // After a change that is meant to change the graph: npx vitest run test/components/okta/api-client.test.ts -u
  test("declares the committed graph", async () => {
    const { resources } = await client();
    await expect(`${JSON.stringify(resources, null, 2)}\n`).toMatchFileSnapshot(
      "../../golden/api-client.json",
    );
  });

  test("tells what its tokens need, without a secret", async () => {
    const { result } = await client();
    expect(await settled(result.clientId)).toEqual({ value: "prod-deployer", secret: false });
    expect(await settled(result.tokenEndpoint)).toEqual({
      value: "https://example.okta.com/oauth2/v1/token",
      secret: false,
    });
    expect(result.scopes).toEqual(["okta.apps.manage", "okta.authorizationServers.manage"]);
  });

  test("takes its org and resources from other resources too", async () => {
    const { resources } = await client({
      orgUrl: pulumi.output("https://example.okta.com"),
      assignments: [
        {
          role: "manage",
          permissions: ["okta.authzServers.manage", "okta.apps.manage"],
          resources: [pulumi.output("0oa9").apply((id) => `apps/${id}`)],
        },
      ],
    });
    expect(inputsOf(resources, "prod-deployer-manage-resources")).toMatchObject({
      resources: ["https://example.okta.com/api/v1/apps/0oa9"],
    });
  });

  test("has a label and a client id of its own, and public keys without further members", async () => {
    const key = { kid: "k1", kty: "RSA" as const, n: "n1", e: "AQAB", d: "private" };
    const { resources } = await client({
      label: "Neo4j deployer",
      clientId: "0oa-deployer",
      credential: { kind: "private_key_jwt", jwks: [key] },
    });
    expect(inputsOf(resources, "prod-deployer-app")).toMatchObject({
      label: "Neo4j deployer",
      clientId: "0oa-deployer",
      jwks: [{ kid: "k1", kty: "RSA", n: "n1", e: "AQAB" }],
    });
    expect(inputsOf(resources, "prod-deployer-create-role")).toMatchObject({
      label: "Neo4j deployer create",
    });
    expect(JSON.stringify(resources)).not.toContain('private"');
  });

  test("has a standard role under a waiver", async () => {
    const waiver = { until: "2999-12-31", reason: "agreed with the org's owner" };
    const { resources } = await client({
      scopes: ["okta.trustedOrigins.manage"],
      assignments: [],
      standardRole: { type: "ORG_ADMIN", waiver },
    });
    expect(inputsOf(resources, "prod-deployer-standard-role")).toEqual({
      clientId: "prod-deployer",
      type: "ORG_ADMIN",
    });
  });

  test("protects its app and scopes alone, so that rights can be taken back", async () => {
    const { resources } = await client({}, { protect: true });
    const kept = resources.filter(({ options }) => options?.protect === true);
    expect(kept.map(({ name }) => name)).toEqual([
      "prod-deployer",
      "prod-deployer-app",
      "prod-deployer-scopes",
    ]);
  });

  test("works in a preview, where no id is known", async () => {
    const args: ApiClientArgs = {
      orgUrl: "https://example.okta.com",
      credential: { kind: "private_key_jwt", jwksUri: JWKS_URI },
      scopes: ["okta.apps.read"],
      assignments: [{ role: "read", permissions: ["okta.apps.read"], resources: ["apps"] }],
    };
    const program = () => new ApiClient("prod-reviewer", args);
    await expect(record(program, { preview: true })).resolves.toBeDefined();
  });
});

describe("ApiClient refuses, before its first resource,", () => {
  test.each([
    [
      { clientId: "etl" },
      {
        code: "client-id",
        at: ["clientId"],
        message: 'is "etl", for the API client "prod-deployer"',
        allowed: "6 to 100 letters, digits and $-_.+!*'(), and not ALL_CLIENTS",
        fix: "give a clientId of that form",
      },
    ],
    [
      { orgUrl: "https://example-admin.okta.com" },
      {
        code: "org-url",
        at: ["orgUrl"],
        message: 'is "https://example-admin.okta.com"',
        allowed: "https://HOST, without a path and without -admin",
        fix: "write the address of the org, e.g. https://example.okta.com",
      },
    ],
    [
      { dpop: true },
      {
        code: "dpop",
        at: ["dpop"],
        message:
          "is true, which @pulumi/okta cannot say: it has no argument for DPoP, and turns it off with every write",
        allowed: "false",
        fix: "leave it out; require DPoP for the app in the Admin Console after the last change, as clients offer a proof by themselves",
      },
    ],
    [
      { standardRole: { type: "SUPER_ADMIN" } },
      {
        code: "standard-role",
        at: ["standardRole"],
        message: 'is "SUPER_ADMIN", which holds for the whole org',
        allowed: "custom roles on resource sets, or a standard role under a dated waiver",
        fix: "write assignments instead; or add waiver: { until: YYYY-MM-DD, reason: ... }",
      },
    ],
  ])("%j", async (other, finding) => {
    await expect(client(other)).rejects.toMatchObject({ code: "api-client", findings: [finding] });
  });

  test("all that is wrong at once, in words that name each place", async () => {
    const registered: string[] = [];
    const args = {
      orgUrl: "https://example.okta.com",
      credential: { kind: "private_key_jwt", jwksUri: JWKS_URI },
      scopes: ["okta.apps.manage", "okta.logs.read"],
      assignments: [{ role: "read", permissions: ["okta.apps.read"], resources: [] }],
    } as const satisfies ApiClientArgs;
    const program = () => new ApiClient("prod-reviewer", args);
    const recording = record(program, { onResource: ({ type }) => registered.push(type) });
    await expect(recording).rejects.toThrow(
      /^\[scope-too-wide\] scopes\[0\] is "okta.apps.manage", .*\n.*\n.*\n\[scope-standard-role\] scopes\[1\] is .*\n.*\n.*\n\[resources-empty\] assignments\[0\]\.resources is empty/,
    );
    expect(registered).toEqual(["pulumi:pulumi:Stack"]);
  });
});
