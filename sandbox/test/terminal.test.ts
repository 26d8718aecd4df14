import { expect, test } from "vitest";
import { sentence } from "../terminal.ts";

const LONG = `${"word ".repeat(20)}end. Fix: do it.`;

test("a sentence fits on a terminal, and is one line elsewhere", () => {
  for (const columns of [undefined, 0, 39]) expect(sentence(LONG, columns)).toBe(LONG);
  expect(sentence(LONG, 200).split("\n")).toEqual([
    "word ".repeat(16).trimEnd(),
    "word word word word end. Fix: do it.",
  ]);
  expect(sentence(`${LONG}\nnext\n`, 60)).toMatch(/^(.{1,60}\n)+next\n$/);
});
