import { expect, test } from "vitest";
import { conditionFault, sameCondition } from "../../../access/database/conditions.ts";

test.each([
  "abac.oidc.user_attribute('department') = 'sales'",
  "any(country IN abac.oidc.user_attribute('cs') WHERE country IN ['c1', 'c5'])",
  "abac.oidc.user_attribute('SET; //') <> \"it's\"",
])("%s is a condition", (text) => {
  expect(conditionFault(text)).toBeUndefined();
});

test.each([
  [" ", "is empty"],
  ["true; DROP ROLE a", "holds a semicolon"],
  ["true // and so on", "holds a comment"],
  ["true SET ENABLED false", "holds SET, which begins another clause"],
  ["'open", "holds a quote that does not end"],
  ["x = $name", "holds a parameter"],
  [
    "x = 'a\\u0027 OR true OR \\u0027b'",
    "holds a Unicode escape, which could end a name or a text in it",
  ],
  ["(true", 'does not close "("'],
  ["true)", 'closes ")", which it did not open'],
  ["[1)", 'closes ")", which it did not open'],
])("%j %s", (text, fault) => {
  expect(conditionFault(text)).toBe(fault);
});

test.each([
  ["a.b( 'x' ) =\n 'y' and true", "A.B('x') = 'y' AND true", true],
  ['x = "it\'s"', "x = 'it\\'s'", true],
  ["x = 'Y'", "x = 'y'", false],
  ["x = 'y'", "x = y", false],
  ["(a) OR b AND c", "(a OR b) AND c", false],
])("%s and %s are the same: %s", (one, other, expected) => {
  expect(sameCondition(one, other)).toBe(expected);
});
