import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type RefusalCode, refusal } from "../../okta/tokens/refusals.ts";

const { errors }: { errors: [number, string, RefusalCode, string][] } = JSON.parse(
  readFileSync(new URL("./fixtures/okta/token-errors.json", import.meta.url), "utf8"),
);

/** Okta's other documents, and its support articles, have 400 for these. */
const OTHERWISE_400 = ["no_matching_policy", "multiple_client_credentials"];

test.each(errors)("%i %s: %s", (status, error, code, description) => {
  const refused = refusal(code, "{0}");
  expect(refused.toBody()).toEqual({ error, error_description: description });
  expect(refused.status).toBe(OTHERWISE_400.includes(code) ? 400 : status);
});
