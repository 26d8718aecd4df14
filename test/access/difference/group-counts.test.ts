import { expect, test } from "vitest";
import { reviewOf } from "../../../access/difference/changes.ts";
import { type Changes, OIDC, peoplesStack, settings } from "../one-sign-in.ts";

function counts(before: Changes, after: Changes) {
  const [from, to] = [peoplesStack(before), peoplesStack(after)];
  return reviewOf({ before: from, after: to, steps: [] }).counts.groups;
}

const MAPPING = `${OIDC}.authorization.group_to_role_mapping`;

test.each<[string, Changes, Changes, number[]]>([
  ["the same", {}, {}, [2, 2, 2, 0]],
  ["another role", {}, settings({ [MAPPING]: '"engineers"=admin;"readers"=reader' }), [2, 2, 1, 1]],
  ["a group that is kept out", {}, { readersMay: undefined }, [2, 2, 1, 1]],
  ["none any more", {}, { release: undefined }, [2, 0, 0, 2]],
  ["the first ones", { release: undefined }, {}, [0, 2, 0, 0]],
])("groups of people are counted: %s", (_what, from, to, [before, after, unchanged, moved]) => {
  expect(counts(from, to)).toEqual({ before, after, unchanged, removedOrChanged: moved });
});

test("a stack without people has no such numbers", () => {
  expect(counts({ release: undefined }, { release: undefined })).toBeUndefined();
});
