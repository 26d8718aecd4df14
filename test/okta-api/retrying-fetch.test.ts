import { expect, test } from "vitest";
import { Neo4jOktaError } from "../../access/errors.ts";
import { retryingFetch } from "../../okta-api/retrying-fetch.ts";
import { timedFetch } from "../../okta-api/timed-fetch.ts";

/** A `fetch` that gives these answers in order, the last one for ever. */
function answers(...given: (number | Error | Response)[]) {
  let asked = 0;
  const request = retryingFetch(
    async () => {
      const answer = given[Math.min(asked, given.length - 1)];
      asked += 1;
      if (answer instanceof Error) throw answer;
      return answer instanceof Response ? answer : new Response(null, { status: answer ?? 200 });
    },
    { initialDelay: 1, maxDelay: 2 },
  );
  return { request, asked: () => asked };
}

const URL = "https://example.okta.com";

test.each([429, 500, 503, new TypeError("fetch failed")])(
  "asks again after %s",
  async (failure) => {
    const { request, asked } = answers(failure, failure, 200);
    expect((await request(URL)).status).toBe(200);
    expect(asked()).toBe(3);
  },
);

test.each([200, 400, 404, 499])("asks once where %i is the answer", async (status) => {
  const { request, asked } = answers(status);
  expect((await request(URL)).status).toBe(status);
  expect(asked()).toBe(1);
});

test("gives up after four repetitions, with the last answer", async () => {
  const { request, asked } = answers(503);
  expect((await request(URL)).status).toBe(503);
  expect(asked()).toBe(5);
  const down = answers(new TypeError("fetch failed"));
  await expect(down.request(URL)).rejects.toThrow("fetch failed");
  expect(down.asked()).toBe(5);
});

test("does not repeat what was given up", async () => {
  const late = answers(new DOMException("too late", "TimeoutError"));
  await expect(late.request(URL)).rejects.toThrow("too late");
  expect(late.asked()).toBe(1);
});

test("does not repeat what was not sent", async () => {
  const over = answers(new Neo4jOktaError("okta-api-budget", "no more"));
  await expect(over.request(URL)).rejects.toMatchObject({ code: "okta-api-budget" });
  expect(over.asked()).toBe(1);
});

test("gives each request its own time, without the waits between them", async () => {
  const signals: (AbortSignal | null | undefined)[] = [];
  const hangs = timedFetch((_url, init) => {
    signals.push(init?.signal);
    if (signals.length === 1) return Promise.resolve(new Response(null, { status: 503 }));
    return new Promise((_, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  }, 20);
  const request = retryingFetch(hangs, { initialDelay: 60, random: () => 1 });
  await expect(request(URL)).rejects.toMatchObject({ name: "TimeoutError" });
  expect(signals).toHaveLength(2);
  expect(signals[0]).not.toBe(signals[1]);
});

test("waits as long as the server asks", async () => {
  let asked = 0;
  const request = retryingFetch(
    async () => {
      asked += 1;
      const headers = { "x-rate-limit-reset": "1000.05" };
      return new Response(null, asked === 1 ? { status: 429, headers } : {});
    },
    { initialDelay: 0, now: () => 1_000_000 },
  );
  const started = performance.now();
  await request(URL);
  expect(performance.now() - started).toBeGreaterThanOrEqual(45);
});

test("hands the request on as it is", async () => {
  const seen: unknown[] = [];
  const request = retryingFetch(async (...sent) => {
    seen.push(sent);
    return new Response();
  }, {});
  await request(URL, { method: "POST" });
  expect(seen).toEqual([[URL, { method: "POST" }]]);
});
