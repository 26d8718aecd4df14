import { expect, test } from "vitest";
import { sentence, wrapped } from "../../access/wrap.ts";

test("a line is broken where it would be wider, and a wide word is left whole", () => {
  expect(wrapped("one two three", { width: 7 })).toBe("one two\nthree");
  expect(wrapped("abcdefghij one", { width: 5 })).toBe("abcdefghij\none");
  expect(wrapped("", { width: 5 })).toBe("");
  const exactly = `${"x".repeat(39)} ${"y".repeat(40)}`;
  expect(wrapped(exactly)).toBe(exactly);
  expect(wrapped(`${exactly}y`)).toBe(`${"x".repeat(39)}\n${"y".repeat(41)}`);
});

test("the first line and the others have what they begin with", () => {
  expect(wrapped("one two three", { width: 9, first: "  ", further: "      " })).toBe(
    "  one two\n      three",
  );
  expect(wrapped("one two", { width: 5, first: "- " })).toBe("- one\n- two");
});

test("a sentence is broken for a terminal only, at 80 columns or where that ends", () => {
  const text = `${"word ".repeat(20)}end.`;
  for (const columns of [undefined, 0, 39]) expect(sentence(text, columns)).toBe(text);
  expect(
    sentence(text, 200)
      .split("\n")
      .map(({ length }) => length),
  ).toEqual([79, 24]);
  expect(sentence(`${text}\nnext`, 40).split("\n").at(-1)).toBe("next");
  expect(
    Math.max(
      ...sentence(text, 40)
        .split("\n")
        .map(({ length }) => length),
    ),
  ).toBe(39);
});
