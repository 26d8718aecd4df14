import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { access } from "./run.ts";
import { THREE_ACCOUNTS } from "./states.ts";

test("the list in docs/access.md is the one that is printed", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/access.md"), "utf8");
  const { out } = await access(THREE_ACCOUNTS);
  expect(page).toContain(`\n\`\`\`\n${out}\`\`\`\n`);
});
