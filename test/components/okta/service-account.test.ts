import { describe, expect, test } from "vitest";
import { ServiceAccount, type ServiceAccountArgs } from "../../../components/index.ts";
import { record, settled } from "../../support/pulumi.ts";

const OUTPUTS = { "okta:app/oAuth:OAuth": () => ({ clientSecret: "made-by-okta" }) };

async function app(args: Partial<ServiceAccountArgs> = {}) {
  const program = () =>
    new ServiceAccount("etl-loader", {
      groups: ["neo4j_reader"],
      credential: { kind: "client_secret_basic" },
      ...args,
    });
  const { result, resources } = await record(program, { outputs: OUTPUTS });
  const [declared] = resources.filter(({ type }) => type === "okta:app/oAuth:OAuth");
  return { account: result, declared };
}

describe("ServiceAccount", () => {
  test("is an API Services app for client credentials only", async () => {
    const { declared } = await app();
    expect(declared).toEqual({
      type: "okta:app/oAuth:OAuth",
      name: "etl-loader-app",
      inputs: {
        label: "etl-loader",
        type: "service",
        clientId: "etl-loader",
        grantTypes: ["client_credentials"],
        responseTypes: ["token"],
        tokenEndpointAuthMethod: "client_secret_basic",
        profile: '{"neo4j_groups":["neo4j_reader"]}',
        skipAuthenticationPolicy: true,
        status: "ACTIVE",
      },
      options: { deleteBeforeReplace: true },
    });
  });

  test("has a secret that Pulumi keeps secret", async () => {
    const { account } = await app();
    if (account.clientSecret === undefined) throw new Error("no client secret");
    expect(await settled(account.clientSecret)).toEqual({ value: "made-by-okta", secret: true });
    expect(await settled(account.clientId)).toEqual({ value: "etl-loader", secret: false });
  });

  test("whose secret is rotated has none, so that no update sends an old one", async () => {
    const credential = { kind: "client_secret_basic", isRotated: true } as const;
    const { account, declared } = await app({ credential });
    expect(account.clientSecret).toBeUndefined();
    expect(declared?.inputs).toMatchObject({ omitSecret: true });
    expect(declared?.inputs).not.toHaveProperty("isRotated");
  });

  test("on a private key has public keys, and no secret", async () => {
    const jwks = [
      { kid: "new", kty: "RSA" as const, n: "n1", e: "AQAB" },
      { kid: "old", kty: "RSA" as const, n: "n2", e: "AQAB" },
    ];
    const { account, declared } = await app({ credential: { kind: "private_key_jwt", jwks } });
    expect(account.clientSecret).toBeUndefined();
    expect(declared?.inputs).toMatchObject({ tokenEndpointAuthMethod: "private_key_jwt", jwks });
  });

  test("may leave its public keys at a URL", async () => {
    const jwksUri = "https://keys.example.com/etl.json";
    const { declared } = await app({ credential: { kind: "private_key_jwt", jwksUri } });
    expect(declared?.inputs).toMatchObject({ tokenEndpointAuthMethod: "private_key_jwt", jwksUri });
    expect(declared?.inputs).not.toHaveProperty("jwks");
  });

  test.each([
    [{ disabled: true }, { status: "INACTIVE" }],
    [{ clientId: "0oa-etl" }, { clientId: "0oa-etl", label: "etl-loader" }],
    [{ groups: ["b", "a", "b"] }, { profile: '{"neo4j_groups":["a","b"]}' }],
    [{ groupsAttribute: "roles" }, { profile: '{"roles":["neo4j_reader"]}' }],
    [{ note: "Owner: etl." }, { adminNote: "Owner: etl." }],
  ])("%j gives %j", async (args, inputs) => {
    expect((await app(args)).declared?.inputs).toMatchObject(inputs);
  });

  test.each([
    [
      { clientId: "etl" },
      "client-id",
      ["clientId"],
      'is "etl", for the service account "etl-loader"',
      "6 to 100 letters, digits and $-_.+!*'(), and not ALL_CLIENTS",
      "give a clientId of that form",
    ],
    [
      { groups: [] },
      "account-without-group",
      ["groups"],
      'holds 0 groups, for the service account "etl-loader"',
      "1 to 100 groups",
      "give the account the groups that it needs",
    ],
    [
      { groups: Array.from({ length: 101 }, String) },
      "too-many-groups",
      ["groups"],
      'holds 101 groups, for the service account "etl-loader"',
      "1 to 100 groups",
      "give the account the groups that it needs",
    ],
  ])("refuses %j", async (args, code, at, message, allowed, fix) => {
    await expect(app(args)).rejects.toMatchObject({
      code: "service-account",
      findings: [{ code, at, message, allowed, fix }],
    });
  });

  test("takes 100 groups", async () => {
    const groups = Array.from({ length: 100 }, (_, index) => `group-${index}`);
    await expect(app({ groups })).resolves.toBeDefined();
  });
});
