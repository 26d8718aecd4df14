import { describe, expect, test } from "vitest";
import { recordProgram, STACKS, stackSettings } from "../support/stack.ts";

// After a change that is meant to change the graph: npx vitest run test/infra/golden.test.ts -u
describe.each(STACKS)("stack %s", (stack) => {
  test("declares the committed graph", async () => {
    const { resources } = await recordProgram(stackSettings(stack), { stack });
    await expect(`${JSON.stringify(resources, null, 2)}\n`).toMatchFileSnapshot(
      `../golden/${stack}.json`,
    );
  });
});
