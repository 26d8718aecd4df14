import { expect, test } from "vitest";
import { isSameSetting } from "../../drift/setting-text.ts";

test.each([
  ["a", " a"],
  ["TRUE", "true"],
  ["pkce", "PKCE"],
  ["a, b", "a,b"],
  ["60s", "1m"],
  ["1m30s", "90s"],
  ["0s", "0ms"],
  ["b=2;a=1;", "a=1;b=2"],
])("%j is %j", (declared, running) => {
  expect(isSameSetting(declared, running)).toBe(true);
});

test.each([
  ["a,b", "b,a"],
  ["true", "false"],
  ["60s", "60m"],
  ["60", "60s"],
  ["a=1;b=2", "a=1"],
  ["A", "a"],
  ["", "a"],
  [undefined, "a"],
  [undefined, ""],
])("%j is not %j", (declared, running) => {
  expect(isSameSetting(declared, running)).toBe(false);
});
