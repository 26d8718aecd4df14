import { ApiException } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { retrying, unlessMissing } from "../../../kubernetes/node/api.ts";

/** Retries an action that fails with each of these in turn, and then succeeds. */
function failing(...failures: (number | Error)[]) {
  const pauses: number[] = [];
  const outcome = retrying(
    async () => {
      const failure = failures.shift();
      if (typeof failure === "number") throw new ApiException(failure, "failed", "", {});
      if (failure) throw failure;
    },
    async (ms) => pauses.push(ms),
  );
  return { outcome, pauses };
}

test.each([404, 409])("%i ends it silently", async (code) => {
  const { outcome, pauses } = failing(code, 400);
  await outcome;
  expect(pauses).toEqual([]);
});

test.each([400, 403, 422, 499])("%i is final", async (code) => {
  const { outcome, pauses } = failing(code);
  await expect(outcome).rejects.toMatchObject({ code });
  expect(pauses).toEqual([]);
});

test.each([500, 503, 429, new Error("socket hang up")])("%s may pass", async (failure) => {
  const { outcome, pauses } = failing(failure, failure);
  await outcome;
  expect(pauses).toEqual([200, 400]);
});

test("the fifth failure is final, after pauses that double", async () => {
  const { outcome, pauses } = failing(500, 500, 500, 500, 503);
  await expect(outcome).rejects.toMatchObject({ code: 503 });
  expect(pauses).toEqual([200, 400, 800, 1_600]);
});

test("a read of what is missing is undefined; other failures stay failures", async () => {
  expect(await unlessMissing(Promise.resolve("object"))).toBe("object");
  const answer = (code: number) => Promise.reject(new ApiException(code, "failed", "", {}));
  expect(await unlessMissing(answer(404))).toBeUndefined();
  await expect(unlessMissing(answer(403))).rejects.toMatchObject({ code: 403 });
  await expect(unlessMissing(Promise.reject(new Error("reset")))).rejects.toThrow("reset");
});
