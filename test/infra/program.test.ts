import { describe, expect, test } from "vitest";
import { accessContractSchema } from "../../access/contract.ts";
import { inputsOf, type RecordedResource, settled } from "../support/pulumi.ts";
import { publicJwk, validAccount, validSettings } from "../support/settings.ts";
import { ORG, recordProgram, stackSettings } from "../support/stack.ts";

const DEV = () => stackSettings("dev");

describe("the outputs", () => {
  test("access is the contract, and holds no secret", async () => {
    const { result } = await recordProgram(DEV(), { stack: "dev" });
    const { value, secret } = await settled(result.access);
    expect(secret).toBe(false);
    expect(accessContractSchema.parse(value)).toEqual({
      version: 1,
      issuer: "https://example.okta.com/oauth2/default",
      sharedServer: true,
      discoveryUri: "https://example.okta.com/oauth2/default/.well-known/openid-configuration",
      tokenEndpoint: "https://example.okta.com/oauth2/default/v1/token",
      audience: "api://default",
      scope: "neo4j_groups",
      groupsClaim: "groups",
      usernameClaim: "sub",
      tokenLifetimeMinutes: 60,
      groups: { neo4j_admin: ["admin"], neo4j_reader: ["reader"] },
      accounts: [
        {
          name: "neo4j-service-account",
          clientId: "neo4j-service-account",
          credential: "client_secret_basic",
          groups: ["neo4j_admin"],
          roles: ["admin"],
          owner: "data-platform@example.com",
          disabled: false,
        },
      ],
      neo4j: {
        providerId: "okta-backend",
        namespace: "neo4j",
        release: "neo4j",
        boltUri: "neo4j://neo4j.neo4j.svc.cluster.local:7687",
        httpUri: "http://neo4j.neo4j.svc.cluster.local:7474",
        nativeLogin: true,
      },
    });
  });

  test("give Neo4j's addresses with TLS when the chart is given certificates", async () => {
    const ssl = Object.fromEntries(
      ["bolt", "https"].map((name) => [name, { privateKey: { secretName: "tls" } }]),
    );
    const neo4j = { license: "eval", values: { ssl } };
    const { result } = await recordProgram({ ...DEV(), neo4j });
    expect((await settled(result.access)).value.neo4j).toMatchObject({
      boltUri: "neo4j+s://neo4j.neo4j.svc.cluster.local:7687",
      httpUri: "https://neo4j.neo4j.svc.cluster.local:7473",
    });
  });

  test("credentials and breakGlass are secrets", async () => {
    const { result } = await recordProgram(DEV());
    await expect(settled(result.credentials)).resolves.toEqual({
      secret: true,
      value: {
        "neo4j-service-account": {
          clientId: "neo4j-service-account",
          clientSecret: "okta-made-secret-of-neo4j-service-account-app",
        },
      },
    });
    await expect(settled(result.breakGlass)).resolves.toEqual({
      secret: true,
      value: { username: "neo4j", password: "break-glass-password" },
    });
  });

  test("credentials leave accounts on private keys out", async () => {
    const { result } = await recordProgram(stackSettings("prod"));
    expect((await settled(result.credentials)).value).toEqual({});
    const { accounts } = (await settled(result.access)).value;
    expect(accounts.map(({ credential }) => credential)).toEqual([
      "private_key_jwt",
      "private_key_jwt",
    ]);
  });
});

describe("no secret in plain text", () => {
  const SECRETS = ["break-glass-password", "okta-made-secret-of-neo4j-service-account-app"];

  test("in any input of any resource", async () => {
    const [account] = DEV().accounts as Record<string, unknown>[];
    const accounts = [{ ...account, deliverTo: { namespace: "etl" } }];
    const { resources } = await recordProgram({ ...DEV(), accounts });
    expect(inputsOf(resources, "neo4j-auth").stringData).toEqual({
      secret: { NEO4J_AUTH: "neo4j/break-glass-password" },
    });
    expect(inputsOf(resources, "neo4j-service-account-delivery-secret")).toMatchObject({
      metadata: { name: "neo4j-service-account-okta", namespace: "etl" },
      stringData: {
        secret: {
          NEO4J_OKTA_CREDENTIALS_VERSION: "1",
          NEO4J_OKTA_ACCOUNT: "neo4j-service-account",
          OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "client_secret_basic",
          OKTA_OAUTH2_ISSUER: "https://example.okta.com/oauth2/default",
          OKTA_OAUTH2_TOKEN_ENDPOINT: "https://example.okta.com/oauth2/default/v1/token",
          OKTA_OAUTH2_CLIENT_ID: "neo4j-service-account",
          OKTA_OAUTH2_CLIENT_SECRET: SECRETS[1],
          OKTA_OAUTH2_SCOPES: "neo4j_groups",
          OKTA_OAUTH2_AUDIENCE: "api://default",
          NEO4J_URI: "neo4j://neo4j.neo4j.svc.cluster.local:7687",
        },
      },
    });
    const plain = JSON.stringify(resources, (_key, value: unknown) =>
      typeof value === "object" && value !== null && "secret" in value ? "[secret]" : value,
    );
    for (const secret of SECRETS) expect(plain).not.toContain(secret);
  });
});

describe("the adopted authorization server", () => {
  test("must have the audience of the settings", async () => {
    const declared: string[] = [];
    const authorizationServer = { id: "default", audience: "api://neo4j" };
    const refused = recordProgram(
      { ...DEV(), authorizationServer },
      { onResource: ({ type }) => declared.push(type) },
    );
    await expect(refused).rejects.toMatchObject({
      code: "authorization-server-audience",
      message:
        '[authorization-server-audience] neo4j-okta:authorizationServer.audience is "api://neo4j", ' +
        'but the authorization server "default" issues tokens for "api://default".\n' +
        '  Allowed: "api://default".\n' +
        "  Fix: set the audience to that value, or create a dedicated server with { name, audience }.",
    });
    expect(declared).toEqual(["pulumi:pulumi:Stack"]);
  });

  test("must have an audience at all", async () => {
    const calls = {
      "okta:auth/getServer:getServer": () => ({
        ...ORG.calls["okta:auth/getServer:getServer"](),
        audiences: [],
      }),
    };
    await expect(recordProgram(DEV(), { calls })).rejects.toMatchObject({
      code: "authorization-server-audience",
      findings: [{ allowed: '""', message: expect.stringMatching(/ issues tokens for ""$/) }],
    });
  });

  test("must be active", async () => {
    const calls = {
      "okta:auth/getServer:getServer": () => ({
        ...ORG.calls["okta:auth/getServer:getServer"](),
        status: "INACTIVE",
      }),
    };
    await expect(recordProgram(DEV(), { calls })).rejects.toMatchObject({
      code: "authorization-server-inactive",
      message:
        '[authorization-server-inactive] neo4j-okta:authorizationServer.id is "default", which is ' +
        "INACTIVE at Okta and issues no token.\n" +
        "  Allowed: an authorization server that is ACTIVE.\n" +
        "  Fix: activate it, or create a dedicated server with { name, audience }.",
    });
  });

  test("is read by its id, and its issuer flows into Neo4j's settings", async () => {
    const id = "aus1234567890abcdefg";
    const authorizationServer = { id, audience: "api://neo4j" };
    const { resources } = await recordProgram({ ...DEV(), authorizationServer });
    expect(resources.find(({ name }) => name === "adopted-server")).toMatchObject({
      type: "okta:auth/server:Server",
      read: true,
    });
    expect(inputsOf(resources, "authorization-scope").authServerId).toBe(id);
    expect(inputsOf(resources, "neo4j-release")).toMatchObject({
      values: {
        config: {
          "dbms.security.oidc.okta-backend.issuer": `https://example.okta.com/oauth2/${id}`,
          "dbms.security.oidc.okta-backend.audience": "api://neo4j",
        },
      },
    });
  });
});

describe("a first preview", () => {
  test("of a server still to be created leaves only what Okta will report unknown", async () => {
    const { resources } = await recordProgram(stackSettings("prod"), {
      preview: true,
      outputs: { "okta:auth/server:Server": () => ({}) },
    });
    expect(inputsOf(resources, "authorization-access-policy").clientWhitelists).toEqual([
      "etl-loader",
      "graph-reporting",
    ]);
    expect(inputsOf(resources, "neo4j-release").name).toBe("neo4j");
  });
});

describe("one changed setting", () => {
  /** Names of the resources whose declaration differs. */
  async function touched(before: Record<string, unknown>, after: Record<string, unknown>) {
    const [old, now] = [await recordProgram(before), await recordProgram(after)];
    const texts = (resources: readonly RecordedResource[]) =>
      new Map(resources.map((resource) => [resource.name, JSON.stringify(resource)]));
    const [left, right] = [texts(old.resources), texts(now.resources)];
    const names = new Set([...left.keys(), ...right.keys()]);
    return [...names].filter((name) => left.get(name) !== right.get(name)).sort();
  }

  const two = (changes: Record<string, unknown> = {}) =>
    validSettings({
      groups: { neo4j_reader: ["reader"], neo4j_writer: ["publisher"] },
      accounts: [validAccount(), validAccount({ name: "graph-reporting", ...changes })],
    });
  const one = validSettings({ groups: { neo4j_reader: ["reader"], neo4j_writer: ["publisher"] } });

  test.each([
    ["an account's groups", two({ groups: ["neo4j_writer"] }), ["graph-reporting-app"]],
    ["an account's disabling", two({ disabled: true }), ["graph-reporting-app"]],
    [
      "an account's key",
      two({ credential: { privateKeyJwt: { jwks: [publicJwk()] } } }),
      ["graph-reporting-app"],
    ],
    ["the token lifetime", { ...two(), tokenLifetimeMinutes: 5 }, ["authorization-access-rule"]],
    [
      "a group's roles",
      { ...two(), groups: { neo4j_reader: ["reader"], neo4j_writer: ["editor"] } },
      ["neo4j-release"],
    ],
    [
      "the storage",
      { ...two(), neo4j: { license: "eval", storage: { size: "1Ti" } } },
      ["neo4j-release"],
    ],
    ["a removed account", one, ["authorization-access-policy", "graph-reporting-app"]],
  ])("%s touches the one expected place", async (_what, after, names) => {
    expect(await touched(two(), after)).toEqual(names);
  });
});
