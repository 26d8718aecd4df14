import type { Outcome } from "../outcome.ts";
import type { Report } from "../report.ts";

/** JUnit XML, a test suite per account and sign-in and one for what all share, as CI systems read it. */
export function renderJunit(report: Report): string {
  const { outcomes, signIns = [] } = report;
  const suites = [
    suite(
      "stack",
      outcomes.filter(({ account, signIn }) => (account ?? signIn) === undefined),
    ),
    ...report.accounts.map(({ name }) =>
      suite(
        name,
        outcomes.filter(({ account }) => account === name),
      ),
    ),
    ...signIns.map(({ id }) =>
      suite(
        `sign-in ${id}`,
        outcomes.filter(({ signIn }) => signIn === id),
      ),
    ),
  ];
  const total = counts(report.outcomes);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="verify" ${total}>\n${suites.join("")}</testsuites>\n`;
}

function suite(name: string, outcomes: readonly Outcome[]): string {
  const cases = outcomes.map((outcome) => testCase(name, outcome)).join("");
  return `  <testsuite name="${xml(name)}" ${counts(outcomes)}>\n${cases}  </testsuite>\n`;
}

function testCase(suiteName: string, outcome: Outcome): string {
  const open = `    <testcase classname="${xml(suiteName)}" name="${xml(outcome.check)}"`;
  if (outcome.status === "passed") return `${open}/>\n`;
  return `${open}>\n      ${verdict(outcome)}\n    </testcase>\n`;
}

function verdict(outcome: Outcome): string {
  const { status, reason = "", expected, seen, side, setting, fix } = outcome;
  if (status !== "failed") return `<skipped message="${xml(`${status}: ${reason}`)}"/>`;
  const detail = `expected ${expected}\nseen ${seen}\nsetting ${setting} (${side})\nfix ${fix}`;
  return `<failure message="${xml(outcome.title)}">${xml(detail)}</failure>`;
}

function counts(outcomes: readonly Outcome[]): string {
  const failures = outcomes.filter(({ status }) => status === "failed").length;
  const passed = outcomes.filter(({ status }) => status === "passed").length;
  const skipped = outcomes.length - failures - passed;
  return `tests="${outcomes.length}" failures="${failures}" skipped="${skipped}"`;
}

/** XML 1.0 section 2.2 and 2.4: characters that may not stand for themselves, or not at all. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
