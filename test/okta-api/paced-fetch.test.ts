import { describe, expect, test } from "vitest";
import { pacedFetch } from "../../okta-api/paced-fetch.ts";

const ORG = "https://example.okta.com";
const NOW = 1_800_000_000_000;

/** An org with these answers in order, the last one for ever, and a clock that only waits move. */
function paced(
  budget: number,
  ...answers: { limit?: number; remaining?: number; reset?: number }[]
) {
  const asked: string[] = [];
  const told: string[] = [];
  let now = NOW;
  let under = 0;
  let most = 0;
  const request = pacedFetch(
    async (url) => {
      asked.push(String(url));
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
      const { limit, remaining, reset } = answers[Math.min(asked.length, answers.length) - 1] ?? {};
      const headers = Object.entries({ limit, remaining, reset }).flatMap(([name, value]) =>
        value === undefined ? [] : [[`x-rate-limit-${name}`, String(value)] as [string, string]],
      );
      return new Response("[]", { headers });
    },
    {
      budget,
      onRequest: () => told.push("request"),
      onWait: (list, seconds) => told.push(`wait ${seconds} s for ${list}`),
      now: () => now,
      wait: async (milliseconds) => {
        now += milliseconds;
      },
    },
  );
  return { request, asked, told, most: () => most };
}

const at = (seconds: number) => NOW / 1000 + seconds;

test("asks one at a time, in order", async () => {
  const { request, asked, most } = paced(10, {});
  await Promise.all(["/a", "/b", "/c"].map((path) => request(`${ORG}${path}`)));
  expect(asked).toEqual([`${ORG}/a`, `${ORG}/b`, `${ORG}/c`]);
  expect(most()).toBe(1);
});

describe("leaves half of a limit to others", () => {
  test("and waits for the next minute before it takes more", async () => {
    const { request, told } = paced(
      10,
      { limit: 100, remaining: 51, reset: at(40) },
      { limit: 100, remaining: 50, reset: at(40) },
      { limit: 100, remaining: 99, reset: at(100) },
    );
    for (const _ of [1, 2, 3, 4]) await request(`${ORG}/api/v1/apps?limit=50`);
    expect(told).toEqual([
      "request",
      "request",
      "wait 40 s for /api/v1/apps",
      "request",
      "request",
    ]);
  });

  test("of each limit by itself", async () => {
    const { request, told } = paced(10, { limit: 20, remaining: 0, reset: at(30) }, {});
    await request(`${ORG}/api/v1/apps`);
    await request(`${ORG}/api/v1/authorizationServers/default/claims`);
    expect(told).toEqual(["request", "request"]);
    await request(`${ORG}/api/v1/apps?after=x`);
    expect(told.slice(2)).toEqual(["wait 30 s for /api/v1/apps", "request"]);
  });

  test("but not for ever where a clock is wrong, and not where Okta does not say until when", async () => {
    const wrong = paced(10, { limit: 20, remaining: 1, reset: at(9_000_000) });
    await wrong.request(`${ORG}/api/v1/apps`);
    await wrong.request(`${ORG}/api/v1/apps`);
    expect(wrong.told).toContain("wait 120 s for /api/v1/apps");
    const silent = paced(10, { limit: 20, remaining: 1 });
    await silent.request(`${ORG}/api/v1/apps`);
    await silent.request(`${ORG}/api/v1/apps`);
    expect(silent.told).toEqual(["request", "request"]);
  });
});

test("ends at its budget, before the request", async () => {
  const { request, asked } = paced(2, {});
  await request(ORG);
  await request(ORG);
  await expect(request(ORG)).rejects.toMatchObject({
    code: "okta-api-budget",
    message: "The budget of 2 requests to Okta is used up. Fix: allow more with --max-requests.",
  });
  expect(asked).toHaveLength(2);
});
