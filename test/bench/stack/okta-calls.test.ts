import { reachesGoal } from "@neo4j-okta/sandbox/bench";
import { expect, test } from "vitest";
import type { Life } from "../../../bench/stack/life.ts";
import { oktaCalls } from "../../../bench/stack/okta-calls.ts";
import { lifeOf } from "./lives.ts";

function missed(lives: Life[]): string[] {
  return oktaCalls(lives)
    .filter((row) => !reachesGoal(row))
    .map(({ what }) => what);
}

test("counts one object, one POST and one GET per account", () => {
  const rows = oktaCalls([lifeOf(1), lifeOf(50), lifeOf(200)]);
  expect(Object.fromEntries(rows.map(({ what, value }) => [what, value]))).toEqual({
    "Okta objects per account": 1,
    "Okta objects besides the accounts'": 4,
    "create: POST per account": 1,
    "create: GET per account": 1,
    "create: calls per account": 2,
    "create: calls besides the accounts'": 9,
    "unchanged preview: calls per account": 0,
    "unchanged preview: calls in all, to read the adopted server": 1,
    "unchanged preview: kinds of change": 0,
    "destroy: calls per account, to deactivate and delete": 2,
    "destroy: Okta objects left": 0,
  });
  expect(rows.every(reachesGoal)).toBe(true);
});

test.each<[string, (life: Life) => Partial<Life>, string[]]>([
  [
    "a second GET of each account",
    ({ accounts, create }) => ({
      create: { ...create, calls: { ...create.calls, GET: 5 + 2 * accounts } },
    }),
    ["create: GET per account", "create: calls per account"],
  ],
  [
    "a PUT of each account",
    ({ accounts, create }) => ({
      create: { ...create, calls: { ...create.calls, PUT: accounts } },
    }),
    ["create: calls per account"],
  ],
  [
    "a preview that reads each account",
    ({ accounts, preview }) => ({ preview: { ...preview, calls: { GET: 1 + accounts } } }),
    [
      "unchanged preview: calls per account",
      "unchanged preview: calls in all, to read the adopted server",
    ],
  ],
  [
    "a preview that is not empty",
    () => ({ pending: ["1 to update"] }),
    ["unchanged preview: kinds of change"],
  ],
  [
    "an assignment beside each app",
    ({ accounts }) => ({ objects: 4 + 2 * accounts }),
    ["Okta objects per account"],
  ],
  ["an object that is left", () => ({ left: 1 }), ["destroy: Okta objects left"]],
])("misses a goal for %s", (_, changes, expected) => {
  const lives = [1, 50, 200].map((accounts) => lifeOf(accounts, changes(lifeOf(accounts))));
  expect(missed(lives)).toEqual(expected);
});
