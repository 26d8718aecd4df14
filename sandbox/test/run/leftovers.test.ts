import { expect, test } from "vitest";
import { World } from "../../../test/support/world.ts";
import { assertNothingLeft, oktaInventory } from "../../run/leftovers.ts";

test("accepts what was there before", () => {
  expect(() => assertNothingLeft(["app a", "scope s"], ["scope s", "app a"])).not.toThrow();
});

test("names everything that a destroy forgot", () => {
  expect(() => assertNothingLeft(["app a"], ["app a", "app b", "Helm release db/neo4j"])).toThrow(
    expect.objectContaining({
      code: "leftovers",
      message: expect.stringContaining("this is still there: app b; Helm release db/neo4j."),
    }),
  );
});

test("sees every kind of object that the stack declares at Okta", async () => {
  const world = await World.start();
  try {
    const lines = oktaInventory(world.okta.org);
    for (const line of [
      "app etl-loader",
      "authorization server default",
      "scope neo4j_groups of default",
      "claim groups of default",
      "policy neo4j of default",
      "rule neo4j of neo4j",
    ]) {
      expect(lines).toContain(line);
    }
  } finally {
    await world.stop();
  }
});
