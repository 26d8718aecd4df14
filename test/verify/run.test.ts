import { createSigningKey } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Inputs } from "../../verify/inputs/inputs.ts";
import type { Outcome } from "../../verify/outcome.ts";
import { prove } from "../../verify/prove.ts";
import type { Report } from "../../verify/report.ts";
import { renderText } from "../../verify/reports/text.ts";
import { countChecks } from "../../verify/stages.ts";
import { ACCOUNTS, World } from "../support/world.ts";

const PACE = { concurrency: 4, rate: 1000, timeout: 20, retryDelay: 5 };

let world: World;
let restore: () => void;

beforeAll(async () => {
  const retired = { name: "retired", groups: ["neo4j_reader"], disabled: true };
  world = await World.start({ accounts: [...ACCOUNTS, retired] });
  restore = world.snapshot();
});

beforeEach(() => restore());

afterAll(() => world.stop());

/** The accounts of these names; those of `bare` without a credential. */
function inputs(names: readonly string[], bare: readonly string[] = []): Inputs {
  const contract = structuredClone(world.contract);
  contract.accounts = contract.accounts.filter(({ name }) => names.includes(name));
  const candidates = contract.accounts.map((account) => {
    const { name, credential: kind } = account;
    if (bare.includes(name) || kind === "private_key_jwt")
      return { account, found: { missing: "none" } };
    return { account, found: { credential: { kind, clientSecret: world.secrets[name] ?? "" } } };
  });
  return { contract, candidates, given: {}, trustedHosts: [], acceptShared: false };
}

function statusOf({ outcomes }: Report, check: string, account?: string): Outcome | undefined {
  return outcomes.find((outcome) => outcome.check === check && outcome.account === account);
}

test("proves that a disabled account gets no token, and nothing else of it", async () => {
  const report = await prove(inputs(["dashboard", "retired"]), PACE);
  expect(report.proof).toBe("proven");
  const ofRetired = report.outcomes.filter(({ account }) => account === "retired");
  expect(ofRetired).toHaveLength(1);
  expect(ofRetired[0]).toMatchObject({ check: "token.disabled", status: "passed" });
});

test("does not call a disabled account proven whose credential nobody has", async () => {
  const report = await prove(inputs(["dashboard", "retired"], ["retired"]), PACE);
  expect(report.proof).toBe("proven");
  expect(report.accounts.map(({ name, proof }) => [name, proof])).toEqual([
    ["dashboard", "proven"],
    ["retired", "incomplete"],
  ]);
});

test("proves of disabled accounts alone that none gets a token, without a login", async () => {
  const report = await prove(inputs(["retired"]), PACE);
  expect(report.proof).toBe("proven");
  expect(statusOf(report, "token.disabled", "retired")).toMatchObject({ status: "passed" });
  expect(statusOf(report, "neo4j.reachable")).toMatchObject({ status: "passed" });
  expect(statusOf(report, "refusal.tampered_payload")).toMatchObject({
    status: "inapplicable",
    reason: "no account is enabled",
  });
  expect(renderText(report)).toMatch(
    /\nProven: 1 account, all disabled: none gets a token\. \d+ checks passed; no login was tried\.\n$/,
  );
});

test("does not call disabled accounts alone proven without their credentials", async () => {
  const report = await prove(inputs(["retired"], ["retired"]), PACE);
  expect(report.proof).toBe("incomplete");
  expect(renderText(report)).toMatch(/\nNot proven: token\.disabled of retired: none\.\n$/);
});

test("proves nothing of no accounts", async () => {
  const report = await prove(inputs([]), PACE);
  expect(report.proof).toBe("incomplete");
  expect(statusOf(report, "discovery.reachable")).toMatchObject({ status: "passed" });
  expect(statusOf(report, "neo4j.reachable")).toMatchObject({
    status: "not_reached",
    reason: "no account passed the stage token",
  });
  expect(statusOf(report, "refusal.tampered_payload")).toMatchObject({ status: "not_reached" });
});

test("keeps one account's failure from the others", async () => {
  world.app("dashboard").status = "INACTIVE";
  const report = await prove(inputs(["dashboard", "etl-loader"]), PACE);
  expect(report.accounts.map(({ name, proof }) => [name, proof])).toEqual([
    ["etl-loader", "proven"],
    ["dashboard", "failed"],
  ]);
  expect(statusOf(report, "login.bolt", "dashboard")).toMatchObject({
    status: "not_reached",
    reason: "comes after token.issued",
  });
});

test("counts its token requests, and those that it repeated", async () => {
  world.okta.faults.add({ kind: "error", status: 500, path: "/oauth2/default/v1/token", count: 2 });
  const report = await prove(inputs(["dashboard"]), { ...PACE, concurrency: 1 });
  // One of the account and two of the refusals; what failed is asked for again.
  expect(report.tokenRequests).toEqual({ sent: 5, retries: 2 });
});

test("counts its checks before it makes them", async () => {
  const given = inputs(["dashboard", "etl-loader", "retired"]);
  const { outcomes } = await prove(given, PACE);
  expect(countChecks({ accounts: given.candidates.map(({ account }) => account) })).toBe(
    outcomes.length,
  );
});

test("names settings of this stack's provider, and of no other", async () => {
  const given = inputs(["dashboard"]);
  await world.bootNeo4j({ "dbms.security.oidc.okta-backend.claims.username": "jti" });
  try {
    Object.assign(given.contract.neo4j, structuredClone(world.contract.neo4j));
    const report = await prove(given, PACE);
    expect(statusOf(report, "login.username", "dashboard")).toMatchObject({
      status: "failed",
      setting: "dbms.security.oidc.okta-backend.claims.username",
    });
    expect(statusOf(report, "login.roles", "dashboard")).toMatchObject({
      status: "not_reached",
      reason: "comes after login.username",
    });
    expect(statusOf(report, "refusal.scope")).toMatchObject({
      status: "not_reached",
      reason: "no account passed the stage login",
    });
  } finally {
    await world.bootNeo4j();
  }
});

test("reads the JWKS again when Okta rotated its key meanwhile", async () => {
  const next = await createSigningKey("ACTIVE");
  const report = await prove(inputs(["dashboard"]), PACE, ({ check }) => {
    if (check !== "jwks.reachable") return;
    for (const key of world.server.keys) key.status = "NEXT";
    world.server.keys.push(next);
  });
  expect(statusOf(report, "token.signature", "dashboard")).toMatchObject({
    status: "passed",
    seen: `RS256, key ${next.kid}`,
  });
  expect(report.proof).toBe("proven");
});

test("tells every outcome once, as it comes", async () => {
  const told: Outcome[] = [];
  const report = await prove(inputs(["dashboard"]), PACE, (outcome) => told.push(outcome));
  const ids = (outcomes: Outcome[]) => outcomes.map(({ check }) => check).sort();
  expect(ids(told)).toEqual(ids(report.outcomes));
});

test("what stops one sign-in stops no other, and none of the accounts", async () => {
  const given = inputs(["dashboard"]);
  const base = {
    provider: "keycloak" as const,
    displayName: "Keycloak",
    tokenType: "access_token" as const,
    audience: "x",
    clientId: "c",
    scopes: ["openid"],
    usernameClaim: "sub",
    groups: {},
    redirectUris: [],
    origins: [],
  };
  given.contract.signIns = [
    { ...base, id: "gone", discoveryUri: "http://127.0.0.1:1/.well-known/openid-configuration" },
    {
      ...base,
      id: "there",
      discoveryUri: world.contract.discoveryUri,
      issuer: world.contract.issuer,
    },
  ];
  const { outcomes, signIns, accounts } = await prove(given, PACE);
  const of = (signIn: string, check: string) =>
    outcomes.find((outcome) => outcome.signIn === signIn && outcome.check === check)?.status;
  expect(of("gone", "sign_in.discovery")).toBe("failed");
  expect(of("gone", "sign_in.offered")).toBe("not_reached");
  expect(of("there", "sign_in.keys")).toBe("passed");
  expect(of("there", "sign_in.offered")).toBe("failed");
  expect(signIns?.map(({ proof }) => proof)).toEqual(["failed", "failed"]);
  expect(accounts[0]?.proof).toBe("proven");
});
