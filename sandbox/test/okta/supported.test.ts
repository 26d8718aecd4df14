import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { currentTable, GRANTS } from "../../okta/supported.ts";

const emulator = new URL("../../okta/", import.meta.url);

test("SUPPORTED.md is current; write it with `npm run docs`", async () => {
  const written = readFileSync(new URL("SUPPORTED.md", emulator), "utf8");
  expect(written).toBe(await currentTable());
});

test("every route says what it does", async () => {
  const silent = (await currentTable())
    .split("\n")
    .filter((line) => /^\| [A-Z]+ +\| `[^`]+` +\| +\|/.test(line));
  expect(silent).toEqual([]);
});

test("every grant is in the table", () => {
  const grants = readdirSync(new URL("tokens/grants/", emulator)).toSorted();
  expect(GRANTS.map(({ module }) => module).toSorted()).toEqual(grants);
});
