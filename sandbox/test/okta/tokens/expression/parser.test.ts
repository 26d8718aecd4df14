import fc from "fast-check";
import { expect, test } from "vitest";
import { ExpressionError } from "../../../../okta/tokens/expression/error.ts";
import { evaluate } from "../../../../okta/tokens/expression/evaluate.ts";
import { parse } from "../../../../okta/tokens/expression/parser.ts";

const context = {
  app: { id: "0oa1", clientId: "etl", profile: { a: ["b"] } },
  access: { scope: ["s"] },
};

const fragment = fc.constantFrom(
  ...["app", "profile", "a", "access", "scope", "appuser", "null", "true", "Arrays", "contains"],
  ...["(", ")", "{", "}", "?", ":", ".", ",", "!", "==", "!=", "&&", "||", "+", "<", ">=", " "],
  ...["'x'", '"y"', "1", "2.5", "AND", "NOT", "'", '"', "\\", "\u0000", "\ud83d"],
);

function refusalOrValue(source: string): void {
  try {
    evaluate(source, context);
  } catch (error) {
    expect(error).toBeInstanceOf(ExpressionError);
  }
}

test("any text has a value or is refused", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 1200 }), refusalOrValue));
});

test("any sequence of tokens has a value or is refused", () => {
  const source = fc.array(fragment, { maxLength: 400 }).map((parts) => parts.join(""));
  fc.assert(fc.property(source, refusalOrValue), { numRuns: 2000 });
});

test("the longest chains and the deepest nests are judged without running out of stack", () => {
  for (const source of ["1+".repeat(511), "true&&".repeat(170), "!".repeat(1024)]) {
    refusalOrValue(`${source}1`);
  }
  expect(() => parse(`${"(".repeat(31)}1${")".repeat(31)}`)).not.toThrow();
});

/** Expressions of literals, with the value that JavaScript gives the same text. */
const { expression } = fc.letrec<{ expression: [string, unknown] }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.boolean().map((value): [string, unknown] => [String(value), value]),
    fc
      .tuple(tie("expression"), tie("expression"), fc.constantFrom("&&", "||"))
      .map(([[a, x], [b, y], operator]): [string, unknown] => [
        `(${a} ${operator} ${b})`,
        operator === "&&" ? x && y : x || y,
      ]),
    tie("expression").map(([a, x]): [string, unknown] => [`!${a}`, !x]),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([[a, x], [b, y], [c, z]]): [string, unknown] => [`(${a} ? ${b} : ${c})`, x ? y : z]),
  ),
}));

test("conditions mean what the same text means in JavaScript", () => {
  const bounded = expression.filter(([source]) => source.length < 200);
  fc.assert(
    fc.property(bounded, ([source, value]) => {
      expect(evaluate(source, context)).toBe(value);
    }),
  );
});
