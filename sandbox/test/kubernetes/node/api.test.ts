import { ApiException } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { retrying } from "../../../kubernetes/node/api.ts";

/** An action that fails with each of these in turn, and then succeeds. */
function failing(...failures: (number | Error)[]) {
  const counter = { calls: 0 };
  const action = async () => {
    counter.calls++;
    const failure = failures.shift();
    if (typeof failure === "number") throw new ApiException(failure, "failed", "", {});
    if (failure) throw failure;
  };
  return { action, counter };
}

test.each([404, 409])("%i ends it silently", async (code) => {
  const { action, counter } = failing(code);
  await retrying(action);
  expect(counter.calls).toBe(1);
});

test.each([400, 403, 422])("%i is final", async (code) => {
  const { action, counter } = failing(code);
  await expect(retrying(action)).rejects.toMatchObject({ code });
  expect(counter.calls).toBe(1);
});

test.each([500, 429, new Error("socket hang up")])("%s may pass", async (failure) => {
  const { action, counter } = failing(failure);
  await retrying(action);
  expect(counter.calls).toBe(2);
});
