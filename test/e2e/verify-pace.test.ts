import { afterEach, expect, test } from "vitest";
import { prove } from "../../verify/prove.ts";
import { World, type WorldOptions } from "../support/world.ts";

const PACE = { concurrency: 8, rate: 1000, timeout: 30, retryDelay: 5, maxRetryDelay: 1200 };

let world: World | undefined;

afterEach(async () => {
  await world?.stop();
  world = undefined;
});

async function start(options?: WorldOptions) {
  world = await World.start(options);
  const { contract, secrets } = world;
  const candidates = contract.accounts.map((account) => ({
    account,
    found: {
      credential: {
        kind: account.credential as "client_secret_basic",
        clientSecret: secrets[account.name] ?? "",
      },
    },
  }));
  return {
    world,
    inputs: { contract, candidates, given: {}, trustedHosts: [], acceptShared: false },
  };
}

function tokenAnswers({ okta }: World): (number | null)[] {
  return okta.log.entries
    .filter(({ path }) => path.endsWith("/v1/token"))
    .map(({ status }) => status);
}

test.each([
  ["429", { kind: "rate-limit", resetSeconds: 0, count: 2 }],
  ["503", { kind: "error", status: 503, count: 3 }],
  ["delays", { kind: "slow", delayMs: 30 }],
  ["connections dropped before the answer", { kind: "drop", when: "before", count: 3 }],
  ["connections dropped after the work", { kind: "drop", when: "after", count: 3 }],
] as const)(
  "still proves under %s, with no more repetitions than failures",
  async (_name, fault) => {
    const { world, inputs } = await start();
    for (const path of ["/oauth2/default/v1/token", "/oauth2/default/.well-known"]) {
      world.okta.faults.add({ ...fault, path });
    }
    const report = await prove(inputs, PACE);
    expect(report.outcomes.filter(({ status }) => status === "failed")).toEqual([]);
    expect(report.proof).toBe("proven");
    const failures = "count" in fault ? fault.count : 0;
    expect(report.tokenRequests.retries).toBe(failures);
    // One per account and three of the refusal probes; what failed is asked for again.
    expect(report.tokenRequests.sent).toBe(inputs.candidates.length + 2 + failures);
  },
);

test("proves 100 accounts in parallel within the org's rate limit", async () => {
  const { world, inputs } = await start({
    accounts: Array.from({ length: 100 }, (_, index) => ({
      name: `service-${index + 1}`,
      groups: [["neo4j_reader"], ["neo4j_publisher"], ["neo4j_admin"]][index % 3] ?? [],
    })),
    okta: { rateLimits: { "/oauth2/{as}/v1": 105 } },
  });
  const report = await prove(inputs, { ...PACE, rate: 105 });
  expect(report.proof).toBe("proven");
  expect(report.accounts.every(({ proof }) => proof === "proven")).toBe(true);
  expect(tokenAnswers(world)).not.toContain(429);
});

test("asks for no more tokens than its budget, and says what was not checked", async () => {
  const { world, inputs } = await start();
  const report = await prove(inputs, { ...PACE, rate: 2, timeout: 1 });
  expect(tokenAnswers(world)).toEqual([200, 200]);
  expect(report.proof).toBe("incomplete");
  const late = report.outcomes.filter(({ status, optional }) => status === "skipped" && !optional);
  expect(late[0]).toMatchObject({ check: "token.issued", reason: "the time limit was reached" });
});
