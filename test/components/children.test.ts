import { expect, test } from "vitest";
import { recordProgram, STACKS, stackSettings } from "../support/stack.ts";

test.each(STACKS)("in stack %s every child is called after its parent", async (stack) => {
  const { resources } = await recordProgram(stackSettings(stack), { stack });
  const children = resources.filter(({ parent }) => parent !== undefined);
  expect(children.length).toBeGreaterThan(5);
  for (const { name, parent } of children) expect(name).toMatch(new RegExp(`^${parent}-.+$`));
});
