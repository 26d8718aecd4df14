import fc from "fast-check";
import { expect, test } from "vitest";
import {
  generatePassword,
  type PasswordRules,
  passwordProblem,
} from "../../../plugins/random/password.ts";

const rules: fc.Arbitrary<PasswordRules> = fc.record({
  length: fc.integer({ min: 1, max: 80 }),
  lower: fc.boolean(),
  upper: fc.boolean(),
  numeric: fc.boolean(),
  special: fc.boolean(),
  minLower: fc.integer({ min: 0, max: 6 }),
  minUpper: fc.integer({ min: 0, max: 6 }),
  minNumeric: fc.integer({ min: 0, max: 6 }),
  minSpecial: fc.integer({ min: 0, max: 6 }),
  overrideSpecial: fc.constantFrom("", "_", "~^"),
});

function count(password: string, pattern: RegExp): number {
  return [...password].filter((character) => pattern.test(character)).length;
}

test("a password follows its rules", () => {
  fc.assert(
    fc.property(rules, (given) => {
      fc.pre(passwordProblem(given) === undefined);
      const password = generatePassword(given);
      expect(password).toHaveLength(given.length);
      const special = given.overrideSpecial === "" ? /[!@#$%&*()\-_=+[\]{}<>:?]/ : /[_~^]/;
      const kinds: [RegExp, boolean, number][] = [
        [/[a-z]/, given.lower, given.minLower],
        [/[A-Z]/, given.upper, given.minUpper],
        [/[0-9]/, given.numeric, given.minNumeric],
        [special, given.special, given.minSpecial],
      ];
      for (const [pattern, allowed, least] of kinds) {
        const found = count(password, pattern);
        expect(found).toBeGreaterThanOrEqual(least);
        if (!allowed) expect(found).toBe(least);
      }
      expect(kinds.reduce((sum, [pattern]) => sum + count(password, pattern), 0)).toBe(
        given.length,
      );
    }),
    { numRuns: 300 },
  );
});

test("no two passwords are the same, and every place takes every kind of character", () => {
  const given: PasswordRules = {
    length: 24,
    lower: true,
    upper: true,
    numeric: true,
    special: false,
    minLower: 0,
    minUpper: 0,
    minNumeric: 1,
    minSpecial: 0,
    overrideSpecial: "",
  };
  const passwords = Array.from({ length: 500 }, () => generatePassword(given));
  expect(new Set(passwords).size).toBe(500);
  expect(passwords.some((password) => !/^[0-9]/.test(password))).toBe(true);
});

const nothing: PasswordRules = {
  length: 4,
  lower: false,
  upper: false,
  numeric: false,
  special: false,
  minLower: 0,
  minUpper: 0,
  minNumeric: 0,
  minSpecial: 0,
  overrideSpecial: "",
};

test.each<[Partial<PasswordRules>, string | undefined]>([
  [{}, "at least one of lower, upper, numeric, special must be true"],
  [{ minLower: 1, minUpper: 1, minNumeric: 1, minSpecial: 1 }, undefined],
  [{ minLower: 2, minSpecial: 1 }, "at least one of lower, upper, numeric, special must be true"],
  [{ special: true }, undefined],
  [{ upper: true, minNumeric: 4 }, undefined],
])("the rules %j are possible unless %s", (rules, problem) => {
  expect(passwordProblem({ ...nothing, ...rules })).toBe(problem);
});

test("a length that does not fit is told with the least that does", () => {
  expect(passwordProblem({ ...nothing, lower: true, minLower: 3, minUpper: 2 })).toBe(
    "length must be a whole number of at least 5 (1, or the sum of minLower, minUpper, minNumeric and minSpecial), got 4",
  );
  expect(passwordProblem({ ...nothing, lower: true, length: 0 })).toMatch(/at least 1 .*got 0$/);
});

test("every character of an alphabet is drawn", () => {
  const drawn = new Set(generatePassword({ ...nothing, length: 4000, lower: true, special: true }));
  expect([...drawn].sort().join("")).toBe(
    [..."abcdefghijklmnopqrstuvwxyz!@#$%&*()-_=+[]{}<>:?"].sort().join(""),
  );
});
