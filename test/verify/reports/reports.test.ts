import { describe, expect, test } from "vitest";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import { Redactor } from "../../../tokens/redact.ts";
import { type Report, signInReport } from "../../../verify/report.ts";
import { renderJunit } from "../../../verify/reports/junit.ts";
import { renderMarkdown } from "../../../verify/reports/markdown.ts";
import { presentable } from "../../../verify/reports/presentable.ts";
import { renderText } from "../../../verify/reports/text.ts";
import { FAILED, INCOMPLETE, PEOPLE, PROVEN } from "./report.ts";

const RENDERERS = { txt: renderText, md: renderMarkdown, xml: renderJunit };
const REPORTS = { proven: PROVEN, failed: FAILED, incomplete: INCOMPLETE, people: PEOPLE };

describe.each(Object.entries(REPORTS))("a report that is %s", (name, report) => {
  test.each(Object.entries(RENDERERS))("as %s is the golden file", async (extension, render) => {
    const file = `../../golden/verify/${name}.${extension}`;
    await expect(render(report)).toMatchFileSnapshot(file);
  });
});

test("counts one account as one, and says where nothing was checked at all", () => {
  const [account] = PROVEN.accounts;
  const one = { ...PROVEN, accounts: account ? [account] : [] };
  expect(renderText(one)).toMatch(
    /\nProven: 1 account, 2 checks passed; optional ones not made: 1\.\n$/,
  );
  const nothing: Report = { ...PROVEN, proof: "incomplete", accounts: [], outcomes: [] };
  expect(renderText(nothing)).toMatch(/\nNot proven: nothing was checked\.\n$/);
  expect(renderMarkdown(nothing)).toMatch(/\n\| account \|[^\n]*\n\|---\|---\|---\|---\|---\|\n$/);
});

test("a report is presentable in every text, and otherwise the same", () => {
  const redactor = new Redactor();
  redactor.add("hush-hush");
  const report = { a: ["hush-hush", 1, null], b: { c: true, d: "two\nlines" } };
  expect(presentable(report, redactor)).toEqual({
    a: ["[secret]", 1, null],
    b: { c: true, d: "two lines" },
  });
});

test("leaves no blanks at the end of a line", () => {
  const outcomes = PROVEN.outcomes.map(({ seen: _, ...outcome }) => outcome);
  expect(renderText({ ...PROVEN, outcomes })).not.toMatch(/ $/m);
});

test("names the stack's own check where it is what is missing", () => {
  const [, open] = INCOMPLETE.outcomes;
  if (!open) throw new Error("no outcome");
  const { account: _account, ...shared } = { ...open, check: "discovery.reachable" };
  expect(renderText({ ...INCOMPLETE, outcomes: [shared] })).toMatch(
    /\nNot proven: discovery\.reachable: no client secret of etl-loader was found\.\n$/,
  );
});

test("writes for JUnit what XML can hold, and a mark for what it cannot", () => {
  const outcomes = FAILED.outcomes.map((outcome) =>
    outcome.status === "failed"
      ? { ...outcome, title: "\u0007\ufffe\ud800\u0000!", seen: 'a\tb\u{1f600}<"&>' }
      : outcome,
  );
  const junit = renderJunit({ ...FAILED, outcomes });
  expect(junit).toContain('<failure message="????!">');
  expect(junit).toContain("&#10;seen a\tb\u{1f600}&lt;&quot;&amp;&gt;&#10;setting ");
});

describe("in Markdown a text from outside is a code span", () => {
  test.each([
    ["plain", "`plain`"],
    [" ", ""],
    ["a`b", "``a`b``"],
    ["`a``b", "``` `a``b ```"],
    ["a`", "`` a` ``"],
    ["a|b", "`a`&#124;`b`"],
    ["a||", "`a`&#124;&#124;"],
  ])("%j as %s", (seen, shown) => {
    const outcomes = FAILED.outcomes.map((outcome) =>
      outcome.status === "failed" ? { ...outcome, seen } : outcome,
    );
    expect(renderMarkdown({ ...FAILED, outcomes }).split("\n")).toContain(`- seen: ${shown}`);
  });

  test("and our own sentences hold no markup, link or mention", () => {
    const fix = "\\ ` * _ [a] <b> | ~ & c: @d #1 WWW.e www.f plain.";
    const outcomes = FAILED.outcomes.map((outcome) => ({ ...outcome, fix }));
    expect(renderMarkdown({ ...FAILED, outcomes }).split("\n")).toContain(
      "- fix: \\\\ \\` \\* \\_ \\[a\\] \\<b\\> \\| \\~ \\& c\\: @&#8203;d #&#8203;1 www\\.e www\\.f plain.",
    );
  });
});

test("a failure of the stack itself is shown without an account", () => {
  const outcomes = FAILED.outcomes.map(({ account: _, ...outcome }) => outcome);
  const report = { ...FAILED, outcomes };
  expect(renderMarkdown(report)).toContain("**First failing check: `login.bolt`.** ");
  expect(renderMarkdown(report)).toContain("| `login.bolt` |  | failed: ");
  expect(renderText(report)).toContain("\nFailed at login.bolt: The token opens");
});

test("a sign-in whose provider nobody asked is not called proven, and the verdict counts those that are", () => {
  const [okta, azure] = PEOPLE.signIns ?? [];
  const outcomes = PEOPLE.outcomes.filter(({ status }) => status !== "failed");
  const signIn = { ...azure, id: "okta" } as ContractSignIn;
  expect(signInReport(signIn, outcomes, true).proof).toBe("proven");
  expect(signInReport(signIn, outcomes, false).proof).toBe("incomplete");
  expect(signInReport(signIn, PEOPLE.outcomes, false).proof).toBe("failed");
  if (!okta || !azure) throw new Error("nobody signs in");
  const signIns = [
    { ...okta, proof: "proven" as const },
    { ...azure, proof: "incomplete" as const },
  ];
  expect(renderText({ ...PEOPLE, proof: "proven", signIns, outcomes })).toContain(
    "Proven: 2 accounts, 1 of 2 sign-ins, ",
  );
  const people = renderText({ ...PEOPLE, accounts: [] });
  expect(people).not.toContain("client id (sub)");
});
