import { expect, test } from "vitest";
import { exactGroups, filterCarries, filterText } from "../../access/effective/groups-filter.ts";
import { Unknown } from "../../access/effective/resource.ts";
import { resource } from "./one-account.ts";

const claim = (groupFilterType: unknown, value: unknown) =>
  resource("claim", "urn:claim", "ocl1", { groupFilterType, value });

test.each([
  ["REGEX", "^(engineers|readers)$", "readers", "yes"],
  ["REGEX", "^(engineers|readers)$", "readers-abroad", "no"],
  ["REGEX", "^engineers$", "engineers", "yes"],
  ["REGEX", "engineers", "engineers-abroad", "no"],
  ["REGEX", "^(eng.*|readers)$", "engineers", "yes"],
  ["REGEX", ".*", "anybody", "yes"],
  ["REGEX", "^(C\\+\\+ \\(data\\)|a\\.\\*)$", "C++ (data)", "yes"],
  ["REGEX", "^(C\\+\\+ \\(data\\)|a\\.\\*)$", "a.*", "yes"],
  ["REGEX", "^(C\\+\\+ \\(data\\)|a\\.\\*)$", "abc", "no"],
  ["REGEX", "^a\\$", "a$", "yes"],
  ["REGEX", "^(a\\|b)$", "a|b", "yes"],
  ["REGEX", "^(a\\|b)$", "a", "no"],
  ["REGEX", "(?i)engineers", "engineers", "unknown"],
  ["REGEX", "^(a|b)+$", "a", "unknown"],
  ["REGEX", "\\w", "a", "unknown"],
  ["REGEX", "(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "unknown"],
  ["REGEX", "", "a", "unknown"],
  ["STARTS_WITH", "eng", "engineers", "yes"],
  ["STARTS_WITH", "eng", "readers", "no"],
  ["EQUALS", "eng", "engineers", "no"],
  ["CONTAINS", "eng", "engineers", "unknown"],
  ["REGEX", new Unknown([]), "engineers", "unknown"],
])("%s %s says %s: %s", (type, value, group, sure) => {
  expect(filterCarries(claim(type, value), group)).toBe(sure);
});

test("the only groups that a claim can say are told, where there are such", () => {
  expect(exactGroups(claim("REGEX", "^(b|a)$"))).toEqual(["a", "b"]);
  expect(exactGroups(claim("EQUALS", "a"))).toEqual(["a"]);
  expect(exactGroups(claim("REGEX", "^(b|a.*)$"))).toBeUndefined();
  expect(exactGroups(claim("STARTS_WITH", "a"))).toBeUndefined();
});

test("a filter is told in Okta's words", () => {
  expect(filterText(claim("STARTS_WITH", "eng"))).toBe("STARTS_WITH eng");
  expect(filterText(claim(undefined, undefined))).toBe("no filter");
  expect(filterText(claim("REGEX", new Unknown([])))).toBe("REGEX not known yet");
});
