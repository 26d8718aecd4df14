import { expect, test } from "vitest";
import { recordedPreview } from "../support/recorded-preview.ts";
import { CASES } from "../support/review-cases.ts";
import { run } from "./run.ts";

test.each(CASES)("the page of $name", async ({ name, base, status }) => {
  const result = await run(recordedPreview(name, base), "--preview", "-");
  expect(result.err).toBe("");
  await expect(result.out).toMatchFileSnapshot(`../golden/review/${name}.txt`);
  expect(result.status).toBe(status);
});

test("the same preview gives the same bytes", async () => {
  const preview = recordedPreview("reader-to-publisher", "dedicated");
  const { steps, ...rest } = JSON.parse(preview);
  const turned = JSON.stringify({ ...rest, steps: steps.toReversed() });
  expect(await run(turned, "--preview", "-")).toEqual(await run(preview, "--preview", "-"));
});
