import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Inputs } from "../../../verify/inputs/inputs.ts";
import { prove } from "../../../verify/prove.ts";
import { World } from "../../support/world.ts";

const PACE = { concurrency: 4, rate: 1000, timeout: 20, retryDelay: 5 };
const UNAUTHORIZED = "Neo4j: Neo.ClientError.Security.Unauthorized";

let world: World;

beforeAll(async () => {
  world = await World.start({ accounts: [{ name: "dashboard", groups: ["neo4j_reader"] }] });
});

afterAll(() => world.stop());

/** A token that the stack's server signs, whatever it says. */
function signed(claims: { iss?: string; aud?: string; exp?: number }): Promise<string> {
  const [key] = world.server.keys;
  if (!key) throw new Error("no key");
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    sub: "dashboard",
    iat: now - 7200,
    iss: world.contract.issuer,
    aud: "api://default",
    exp: now + 600,
    ...claims,
  })
    .setProtectedHeader({ alg: "RS256", kid: key.kid })
    .sign(key.privateKey);
}

async function probe(check: string, given: Inputs["given"]) {
  const { contract, secrets } = world;
  const [account] = contract.accounts;
  if (!account) throw new Error("no account");
  const credential = {
    kind: "client_secret_basic" as const,
    clientSecret: secrets.dashboard ?? "",
  };
  const candidates = [{ account, found: { credential } }];
  const report = await prove(
    { contract, candidates, given, trustedHosts: [], acceptShared: false },
    PACE,
  );
  return report.outcomes.find((outcome) => outcome.check === check);
}

const past = () => Math.floor(Date.now() / 1000) - 3600;

test.each([
  [{ aud: "api://orders" }, { status: "passed", seen: UNAUTHORIZED }],
  [
    { aud: "api://orders", iss: "https://other.example.com" },
    {
      status: "passed",
      seen: `${UNAUTHORIZED}, for its issuer perhaps: the token given is not of this one`,
    },
  ],
  [{}, { status: "skipped", reason: "the token given is for the stack's audience" }],
  [
    { aud: "api://orders", exp: 1 },
    { status: "skipped", reason: "the token given has expired, which hides its audience" },
  ],
])("judges the foreign token %j", async (claims, expected) => {
  const foreignToken = await signed(claims);
  expect(await probe("refusal.foreign_audience", { foreignToken })).toMatchObject(expected);
});

test("judges the expired token, and one that has not expired", async () => {
  const expired = { expiredToken: await signed({ exp: past() }) };
  expect(await probe("refusal.expired", expired)).toMatchObject({
    status: "passed",
    seen: "Neo4j: Neo.ClientError.Security.TokenExpired",
  });
  expect(await probe("refusal.expired", { expiredToken: await signed({}) })).toMatchObject({
    status: "skipped",
    reason: "the token given has not expired",
  });
  expect(await probe("refusal.expired", { expiredToken: "no token" })).toMatchObject({
    status: "skipped",
    reason: "the token given is not a JWT",
  });
});
