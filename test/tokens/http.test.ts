import { describe, expect, test } from "vitest";
import { backoff } from "../../tokens/backoff.ts";
import { isLoopback, reasonOf, waitAsked } from "../../tokens/http.ts";

test.each([
  ["http://127.0.0.1:8080/x", true],
  ["http://[::1]/x", true],
  ["https://localhost", true],
  ["http://127.0.0.1.example.com", false],
  ["http://localhost.example.com", false],
  ["http://127.0.0.2", false],
  ["https://example.okta.com", false],
  ["localhost", false],
])("%s is on this machine: %s", (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});

test.each([
  [Object.assign(new Error("x"), { code: "ENOTFOUND" }), "ENOTFOUND"],
  [
    new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "EPIPE" }) }),
    "EPIPE",
  ],
  [new TypeError("fetch failed", { cause: "a text" }), "fetch failed"],
  [new Error("said so"), "said so"],
  ["a text", "no reason given"],
  [undefined, "no reason given"],
])("the reason of %o is %s", (error, expected) => {
  expect(reasonOf(error)).toBe(expected);
});

describe("the wait that a server asks for", () => {
  const NOW = 1_800_000_000_000;
  const date = new Date(NOW - 10_000).toUTCString();
  const reset = String(NOW / 1000 + 7);
  test.each([
    [{}, undefined],
    [{ "retry-after": "3" }, 3000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "-1" }, undefined],
    [{ "retry-after": "3", "x-rate-limit-reset": reset }, 3000],
    [{ "retry-after": "Thu, 01 Jan 2026 00:00:00 GMT", "x-rate-limit-reset": reset }, 7000],
    [{ "x-rate-limit-reset": reset, date }, 17_000],
    [{ "x-rate-limit-reset": reset, date: "yesterday" }, 7000],
    [{ "x-rate-limit-reset": "1" }, 0],
    [{ "x-rate-limit-reset": "soon" }, undefined],
  ])("in %j is %s ms", (headers, expected) => {
    const answer = new Response(null, { headers: headers as Record<string, string> });
    expect(waitAsked(answer, NOW)).toBe(expected);
  });
});

describe("backoff", () => {
  /** The waits before the first four repetitions. */
  function waits(options: Parameters<typeof backoff>[0], asked?: number): number[] {
    const result = { value: undefined };
    let next = backoff(options, () => asked).next({ attempt: 1, result } as never);
    return [1, 2, 3, 4].map((attempt) => {
      const { duration } = next;
      next = next.next({ attempt: attempt + 1, result } as never);
      return duration;
    });
  }

  test("doubles its upper bound, up to the longest wait", () => {
    expect(waits({ random: () => 1 })).toEqual([250, 500, 1000, 2000]);
    expect(waits({ random: () => 0.5, initialDelay: 100, maxDelay: 300 })).toEqual([
      50, 100, 150, 150,
    ]);
    expect(waits({ random: () => 1, initialDelay: 60_000 })[0]).toBe(30_000);
  });

  test("waits at least as long as it was asked to, but never longer than the longest wait", () => {
    expect(waits({ random: () => 1, initialDelay: 1, maxDelay: 100 }, 90)).toEqual([
      91, 92, 94, 98,
    ]);
    expect(waits({ random: () => 0, maxDelay: 100 }, 500)).toEqual([100, 100, 100, 100]);
  });

  test("takes a random share where it is not told otherwise", () => {
    const [first = -1] = waits({});
    expect(first).toBeGreaterThanOrEqual(0);
    expect(first).toBeLessThan(250);
  });
});
