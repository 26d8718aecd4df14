import { afterEach, describe, expect, test, vi } from "vitest";
import { client, closeEndpoint, endpoint, SECRET, TOKEN } from "./endpoint.ts";

afterEach(closeEndpoint);

describe("retries", () => {
  test.each([
    [
      "429",
      { status: 429, headers: { "x-rate-limit-reset": "0" }, body: { errorCode: "E0000047" } },
    ],
    ["503", { status: 503, body: "" }],
    ["a dropped connection", { drop: true }],
  ])("tries again after %s", async (_name, failure) => {
    const { url, seen } = await endpoint(failure, failure, {});
    await expect(client(url).getToken()).resolves.toMatchObject({ tokenType: "Bearer" });
    expect(seen).toHaveLength(3);
  });

  test("does not repeat a refusal", async () => {
    const { url, seen } = await endpoint({
      status: 400,
      body: { error: "invalid_scope", error_description: "One or more scopes are not configured." },
    });
    await expect(client(url).getToken()).rejects.toMatchObject({
      code: "token-refused",
      details: { status: 400, error: "invalid_scope" },
      message: expect.stringContaining("invalid_scope: One or more scopes are not configured."),
    });
    expect(seen).toHaveLength(1);
  });

  test("reads Okta's own error body", async () => {
    const { url } = await endpoint({
      status: 401,
      body: {
        errorCode: "invalid_client",
        errorSummary: "Invalid value for 'client_id' parameter.",
      },
    });
    await expect(client(url).getToken()).rejects.toMatchObject({
      details: { error: "invalid_client", description: "Invalid value for 'client_id' parameter." },
    });
  });

  test("gives up after maxRetries and says with what", async () => {
    const { url, seen } = await endpoint({ status: 500, body: {} });
    await expect(client(url, { resilience: { maxRetries: 2 } }).getToken()).rejects.toMatchObject({
      code: "token-server-error",
      details: { status: 500 },
    });
    expect(seen).toHaveLength(3);
  });

  test("waits as long as the reset header says, by the server's clock", async () => {
    const waits: number[] = [];
    const { url } = await endpoint(
      {
        status: 429,
        headers: { date: "Thu, 01 Jan 2026 00:00:00 GMT", "x-rate-limit-reset": "1767225607" },
      },
      {},
    );
    await client(url, {
      resilience: { maxDelay: 10, random: () => 0, onRetry: ({ delay }) => waits.push(delay) },
    }).getToken();
    expect(waits).toEqual([10]); // 7 s were asked for; maxDelay caps it
  });

  test("opens the circuit after failures in a row and stops asking", async () => {
    const { url, seen } = await endpoint({ status: 503, body: {} });
    const tokens = client(url, { resilience: { maxRetries: 0, breakAfter: 2, breakFor: 60_000 } });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "token-server-error" });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "token-server-error" });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "token-circuit-open" });
    await expect(tokens.getToken()).rejects.toThrow(
      "The token endpoint failed too often in a row. No request is sent to it for a while.",
    );
    expect(seen).toHaveLength(2);
  });

  test("repeats four times, and stops after ten failures in a row, unless told otherwise", async () => {
    const { url, seen } = await endpoint({ status: 503, body: {} });
    const tokens = client(url);
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "token-server-error" });
    expect(seen).toHaveLength(5);
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "token-server-error" });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "token-circuit-open" });
    expect(seen).toHaveLength(10);
  });

  test("closes the circuit again once an answer comes", async () => {
    const { url, seen } = await endpoint({ status: 503, body: {} }, {});
    const tokens = client(url, { resilience: { maxRetries: 0, breakAfter: 1, breakFor: 1 } });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "token-server-error" });
    await vi.waitFor(() => tokens.getToken());
    expect(seen).toHaveLength(2);
  });
});

describe("answers that are not tokens", () => {
  const NO_TOKEN = "it has no access_token and token_type";
  const NO_LIFETIME = "its expires_in is not a number of seconds of at most one day";
  test.each([
    ["<html>", "it is not a JSON object"],
    ["null", "it is not a JSON object"],
    ['"text"', "it is not a JSON object"],
    ["[]", NO_TOKEN],
    [{ ...TOKEN, access_token: "" }, NO_TOKEN],
    [{ ...TOKEN, access_token: 7 }, NO_TOKEN],
    [{ ...TOKEN, token_type: undefined }, NO_TOKEN],
    [{ ...TOKEN, expires_in: "60" }, NO_LIFETIME],
    [{ ...TOKEN, expires_in: 0 }, NO_LIFETIME],
    [{ ...TOKEN, expires_in: 86_401 }, NO_LIFETIME],
  ])("refuses %j", async (body, what) => {
    const { url } = await endpoint({ body });
    await expect(client(url).getToken()).rejects.toMatchObject({
      code: "token-malformed",
      message: `${url} answered something that is not a token response: ${what}.`,
      details: { status: 200 },
    });
  });

  test("takes a token for one day", async () => {
    const { url } = await endpoint({ body: { ...TOKEN, expires_in: 86_400 } });
    const { expiresAt, receivedAt } = await client(url).getToken();
    expect(expiresAt - receivedAt).toBe(86_400_000);
  });

  test("names the endpoint that cannot be reached", async () => {
    const { url } = await endpoint({});
    closeEndpoint();
    await expect(client(url, { resilience: { maxRetries: 1 } }).getToken()).rejects.toMatchObject({
      code: "token-unreachable",
      message: `${url} could not be reached: ECONNREFUSED.`,
    });
  });

  test("says so where the connection is dropped in the middle of an answer", async () => {
    const broken = () =>
      new ReadableStream({ start: (controller) => controller.error(new Error("cut off")) });
    const tokens = client("http://127.0.0.1:9/token", {
      resilience: { maxRetries: 0 },
      fetch: async () => new Response(broken()),
    });
    await expect(tokens.getToken()).rejects.toMatchObject({
      code: "token-unreachable",
      message: "http://127.0.0.1:9/token dropped the connection while it answered: cut off.",
    });
  });

  test("gives up on a server that never answers", async () => {
    const tokens = client("http://127.0.0.1:9/token", {
      timeout: 20,
      resilience: { maxRetries: 0 },
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    await expect(tokens.getToken()).rejects.toMatchObject({
      code: "token-timeout",
      message: "http://127.0.0.1:9/token did not answer within 20 ms.",
    });
  });
});

describe("what the server may send", () => {
  test("is judged by its own words, at most 500 characters of them", async () => {
    const long = "x".repeat(501);
    const { url } = await endpoint({
      status: 400,
      headers: { "retry-after": "2" },
      body: { error: 7, errorCode: "E1", error_description: long },
    });
    await expect(client(url).getToken()).rejects.toMatchObject({
      name: "TokenError",
      message: `${url} answered 400 to client etl-loader: E1: ${"x".repeat(500)}`,
      details: { status: 400, error: "E1", description: "x".repeat(500), retryAfter: 2000 },
    });
  });

  test("may be nothing at all", async () => {
    const { url } = await endpoint({ status: 400, body: "" });
    const failure = await client(url)
      .getToken()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: `${url} answered 400 to client etl-loader` });
    expect(failure).toHaveProperty("details", { status: 400 });
  });

  test("may name a scope, or leave it out", async () => {
    const { scope: _, ...bare } = TOKEN;
    const { url } = await endpoint({ body: bare }, {});
    const tokens = client(url);
    expect(await tokens.getToken()).toMatchObject({ scope: undefined });
    tokens.forget();
    expect(await tokens.getToken()).toMatchObject({ scope: "neo4j_groups" });
  });
});

test("a token says when it came and when it goes", async () => {
  const { url } = await endpoint({});
  const token = await client(url, { now: () => 5000 }).getToken();
  expect(token).toMatchObject({ receivedAt: 5000, expiresAt: 65_000 });
});

test("a derived client has its own cache and keeps what was not changed", async () => {
  const { url, seen } = await endpoint({});
  const tokens = client(url);
  await tokens.getToken();
  await tokens.derive({ scope: "other" }).getToken();
  expect(seen.map(({ form }) => form.get("scope"))).toEqual(["neo4j_groups", "other"]);
});

test("the gate is passed before every request, repetitions included", async () => {
  let passed = 0;
  const { url, seen } = await endpoint({ status: 503, body: {} }, {});
  await client(url, {
    gate: async () => {
      expect(seen).toHaveLength(passed);
      passed += 1;
    },
  }).getToken();
  expect(passed).toBe(2);
});

test("tells metrics of latency, cache and status, and never of a secret", async () => {
  const told: unknown[] = [];
  const { url } = await endpoint({ status: 503, body: {} }, {});
  const tokens = client(url, {
    metrics: {
      cache: (result) => told.push(["cache", result]),
      request: (latency, status) => told.push(["request", latency >= 0, status]),
      retry: (attempt, delay) => told.push(["retry", attempt, delay >= 0 && delay <= 5]),
    },
  });
  await tokens.getToken();
  await tokens.getToken();
  await client("http://127.0.0.1:1/token", {
    metrics: { request: (latency, status) => told.push(["request", latency >= 0, status]) },
    resilience: { maxRetries: 0 },
  })
    .getToken()
    .catch(() => {});
  expect(told).toEqual([
    ["cache", "miss"],
    ["request", true, "5xx"],
    ["retry", 1, true],
    ["request", true, "2xx"],
    ["cache", "hit"],
    ["request", true, "none"],
  ]);
  expect(JSON.stringify(told)).not.toContain(SECRET);
});
