import neo4j from "neo4j-driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TokenClient } from "../../tokens/client.ts";
import { bearerTokens } from "../../tokens/driver.ts";
import type { Inputs } from "../../verify/inputs/inputs.ts";
import { prove } from "../../verify/prove.ts";
import { renderText } from "../../verify/reports/text.ts";
import { appBody, manage } from "../support/declared-org.ts";
import { World } from "../support/world.ts";

const PACE = { concurrency: 4, rate: 1000, timeout: 30, retryDelay: 5 };
const POLICIES = "/api/v1/authorizationServers/default/policies";
const INTRUDER = { name: "intruder", groups: ["neo4j_admin"] };

/** A stack on the org's `default` server, where a policy of others lets everybody have every scope. */
let world: World;
let intruder: TokenClient;

beforeAll(async () => {
  world = await World.start();
  Object.assign(world.contract, { sharedServer: true });
  const app = await manage(world.okta, "POST", "/api/v1/apps", appBody(INTRUDER));
  const policy = await manage(world.okta, "POST", POLICIES, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "Default Policy",
    description: "Everybody",
    status: "ACTIVE",
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  });
  await manage(world.okta, "POST", `${POLICIES}/${policy.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "Default Policy Rule",
    conditions: {
      people: { users: {}, groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: ["*"] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });
  const { issuer, tokenEndpoint, scope } = world.contract;
  const { client_secret: clientSecret } = app.credentials.oauthClient;
  const credential = { kind: "client_secret_basic" as const, clientSecret };
  intruder = new TokenClient({ issuer, tokenEndpoint, scope, clientId: INTRUDER.name, credential });
});

afterAll(() => world.stop());

function inputs(changes: Partial<Inputs>): Inputs {
  const { contract, secrets } = world;
  const candidates = contract.accounts.map((account) => {
    const clientSecret = secrets[account.name] ?? "";
    const kind = account.credential as "client_secret_basic";
    return { account, found: { credential: { kind, clientSecret } } };
  });
  return { contract, candidates, given: {}, trustedHosts: [], acceptShared: false, ...changes };
}

test("whoever may have the scope becomes admin on a shared server: that is what is looked for", async () => {
  const driver = neo4j.driver(world.contract.neo4j.boltUri, bearerTokens(intruder));
  const { records } = await driver.executeQuery("SHOW CURRENT USER", {}, { database: "system" });
  await driver.close();
  expect(records[0]?.get("roles")).toContain("admin");
});

test("with the right to look, the policy, its rule and its clients fail the proof", async () => {
  const { url: orgUrl, accessToken } = world.okta;
  const oktaApi = { orgUrl, authorization: `Bearer ${accessToken}`, secret: accessToken };
  const report = await prove(inputs({ oktaApi }), PACE);
  expect(report.proof).toBe("failed");
  expect(report.outcomes).toContainEqual(
    expect.objectContaining({
      check: "okta.policy_clients",
      status: "failed",
      seen: '["ALL_CLIENTS by policy Default Policy, rule Default Policy Rule"]',
      setting: "clients of the access policy",
    }),
  );
});

test("without that right nothing is called proven", async () => {
  const report = await prove(inputs({}), PACE);
  expect(report.proof).toBe("incomplete");
  expect(renderText(report)).toMatch(
    /\nNot proven: okta\.policy_clients: whether other clients can get these roles was not looked at: the server is shared \(--okta-api looks, --accept-shared goes without\)\.\n$/,
  );
});

test("unless the user says that this is known", async () => {
  expect((await prove(inputs({ acceptShared: true }), PACE)).proof).toBe("proven");
});

test("an older contract, which does not say, counts as shared", async () => {
  const { sharedServer, ...older } = world.contract;
  expect(sharedServer).toBe(true);
  expect((await prove(inputs({ contract: older }), PACE)).proof).toBe("incomplete");
});
