import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccessContract } from "../../access/contract.ts";
import { prove } from "../../verify/prove.ts";
import { World } from "../support/world.ts";

const PACE = { concurrency: 4, rate: 1000, timeout: 20, retryDelay: 5 };
const KEYCLOAK = {
  id: "keycloak",
  provider: "keycloak",
  displayName: "Keycloak",
  tokenType: "access_token",
  issuer: "https://sso.example.com/realms/data",
  discoveryUri: "https://sso.example.com/realms/data/.well-known/openid-configuration",
  audience: "account",
  clientId: "neo4j-browser",
  scopes: ["openid"],
  usernameClaim: "sub",
  groupsClaim: "groups",
  groups: { data: ["reader"] },
  redirectUris: [],
  origins: [],
} satisfies NonNullable<AccessContract["signIns"]>[number];

let world: World;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test("in a stack of people alone nothing is open that is for services", async () => {
  const contract = { ...structuredClone(world.contract), accounts: [], signIns: [KEYCLOAK] };
  const given = { candidates: [], given: {}, trustedHosts: [], acceptShared: false };
  const { outcomes } = await prove({ contract, ...given }, PACE);
  const statusOf = (id: string) => outcomes.find(({ check }) => check === id)?.status;
  expect(statusOf("neo4j.reachable")).toBe("passed");
  for (const id of ["neo4j.provider", "okta.policy_clients", "refusal.tampered_payload"]) {
    expect(statusOf(id)).toBe("inapplicable");
  }
  expect(outcomes.filter(({ stage }) => ["token", "login"].includes(stage))).toEqual([]);
});
