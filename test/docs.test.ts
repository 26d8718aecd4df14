import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { picture, roomImports } from "../docs/architecture.ts";

test("the committed picture of the house shows today's imports", async () => {
  const committed = readFileSync(new URL("../docs/architecture.svg", import.meta.url), "utf8");
  expect(committed, "run npm run docs").toBe(await picture());
});

test("no import leads from the product into the sandbox or back", () => {
  const crossing = roomImports().filter(
    ([from, to]) => from.startsWith("sandbox/") !== to.startsWith("sandbox/"),
  );
  expect(crossing).toEqual([]);
  expect(roomImports()).toContainEqual(["infra", "access"]);
});
