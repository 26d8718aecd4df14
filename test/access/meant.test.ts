import { expect, test } from "vitest";
import { correction, meant } from "../../access/meant.ts";

const ROLES = ["reader", "editor", "publisher", "architect", "admin"];

test.each([
  ["Admin", "admin"],
  ["admni", "admin"],
  ["reder", "reader"],
  ["readers", "reader"],
  ["publishr", "publisher"],
  ["auditor", undefined],
  ["adm", undefined],
  ["", undefined],
])("%j is meant as %j", (word, known) => {
  expect(meant(word, ROLES)).toBe(known);
});

test("a short word is not taken for another one", () => {
  expect(meant("no", ["yes", "ok"])).toBeUndefined();
  expect(meant("yse", ["yes"])).toBeUndefined();
  expect(meant("ye", ["yes"])).toBe("yes");
});

test("the known word is given as it is written, and nothing is guessed from nothing", () => {
  expect(meant("jwksuri", ["jwksUri"])).toBe("jwksUri");
  expect(meant("reader", [])).toBeUndefined();
});

test("a correction names the word, and what to do otherwise", () => {
  expect(correction("reder", ROLES, "remove it")).toBe("write reader; else remove it");
  expect(correction("auditor", ROLES, "remove it")).toBe("remove it");
});
