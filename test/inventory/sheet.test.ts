import { expect, test } from "vitest";
import { access } from "./run.ts";
import { THREE_ACCOUNTS } from "./states.ts";

test.each(["etl-loader", "graph-reporting", "support-bot"])("the hand-over of %s", async (name) => {
  const { status, out } = await access(THREE_ACCOUNTS, "--account", name);
  expect(status).toBe(0);
  await expect(out).toMatchFileSnapshot(`../golden/review/access/${name}.txt`);
});

test.each([
  ["etl-laoder", "The stack has no account etl-laoder; did you mean etl-loader?"],
  ["payroll", "The stack has no account payroll; npm run access lists them"],
  ["x\u001b[2J", "The stack has no account x [2J; npm run access lists them"],
])("%j is refused", async (name, sentence) => {
  const { status, out, err } = await access(THREE_ACCOUNTS, "--account", name);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toBe(`${sentence} (access-account-unknown)\n`);
});
