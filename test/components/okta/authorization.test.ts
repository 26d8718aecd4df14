import { describe, expect, test } from "vitest";
import { Authorization, createAuthorizationServer } from "../../../components/index.ts";
import { type RecordedResource, record, settled } from "../../support/pulumi.ts";

const ADOPTED = {
  id: "default",
  issuer: "https://example.okta.com/oauth2/default",
  audience: "api://default",
};

const SERVER = {
  "okta:auth/server:Server": () => ({ issuer: "https://example.okta.com/oauth2/aus1" }),
};

async function adopted() {
  const program = () =>
    new Authorization("authorization", { server: ADOPTED, clients: ["reports", "etl-loader"] });
  return record(program);
}

async function created() {
  const program = () => {
    const server = createAuthorizationServer("server", { name: "neo4j", audience: "api://neo4j" });
    return new Authorization("authorization", { server, clients: ["etl-loader"] });
  };
  return record(program, { outputs: SERVER });
}

function named(resources: readonly RecordedResource[], name: string): RecordedResource | undefined {
  return resources.find((resource) => resource.name === name);
}

describe("Authorization", () => {
  test("makes one scope, kept out of public metadata", async () => {
    const { resources } = await adopted();
    expect(named(resources, "authorization-scope")?.inputs).toMatchObject({
      authServerId: "default",
      name: "neo4j_groups",
      consent: "IMPLICIT",
      metadataPublish: "NO_CLIENTS",
    });
  });

  test("binds the claim to the scope, and reads the app's profile", async () => {
    const { resources } = await adopted();
    expect(named(resources, "authorization-claim")?.inputs).toMatchObject({
      claimType: "RESOURCE",
      name: "groups",
      scopes: ["neo4j_groups"],
      value: "app.profile.neo4j_groups",
      valueType: "EXPRESSION",
    });
  });

  test("lists exactly its clients, sorted, and allows client credentials with this scope only", async () => {
    const { resources } = await adopted();
    expect(named(resources, "authorization-access-policy")?.inputs).toMatchObject({
      clientWhitelists: ["etl-loader", "reports"],
      priority: 1,
    });
    expect(named(resources, "authorization-access-rule")?.inputs).toMatchObject({
      policyId: "authorization-access-policy-id",
      grantTypeWhitelists: ["client_credentials"],
      scopeWhitelists: ["neo4j_groups"],
      accessTokenLifetimeMinutes: 60,
    });
  });

  test("derives the endpoints from the issuer that Okta reports", async () => {
    const { result } = await created();
    const { issuer, discoveryUri, tokenEndpoint, audience } = result;
    const values = await Promise.all([issuer, discoveryUri, tokenEndpoint, audience].map(settled));
    expect(values.map(({ value }) => value)).toEqual([
      "https://example.okta.com/oauth2/aus1",
      "https://example.okta.com/oauth2/aus1/.well-known/openid-configuration",
      "https://example.okta.com/oauth2/aus1/v1/token",
      "api://neo4j",
    ]);
  });
});

describe("what lives on the authorization server", () => {
  const CHILDREN = [
    ["authorization-scope", ["authServerId"]],
    ["authorization-claim", ["authServerId"]],
    ["authorization-access-policy", ["authServerId"]],
    ["authorization-access-rule", ["authServerId", "policyId"]],
  ] as const;

  test.each(CHILDREN)(
    "%s is replaced, the old one first, when the server changes",
    async (name, replaceOnChanges) => {
      const { resources } = await adopted();
      expect(named(resources, name)?.options).toMatchObject({
        replaceOnChanges,
        deleteBeforeReplace: true,
      });
      expect(named(resources, name)?.options).not.toHaveProperty("deletedWith");
    },
  );

  test.each(CHILDREN)("%s goes with a server that the stack created", async (name) => {
    const { resources } = await created();
    expect(named(resources, name)?.options).toMatchObject({ deletedWith: "server" });
  });

  test("leaves the policy's place to Okta on an adopted server only", async () => {
    const policy = "authorization-access-policy";
    const onAdopted = named((await adopted()).resources, policy)?.options;
    const onCreated = named((await created()).resources, policy)?.options;
    expect(onAdopted).toMatchObject({ ignoreChanges: ["priority"] });
    expect(onCreated).not.toHaveProperty("ignoreChanges");
  });
});
