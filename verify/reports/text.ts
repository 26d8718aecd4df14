import { firstFailure, isOpen, type Outcome, stops } from "../outcome.ts";
import { allDisabled, type Report } from "../report.ts";

const MARKS: Record<Outcome["status"], string> = {
  passed: "ok",
  failed: "FAILED",
  skipped: "not checked",
  inapplicable: "does not apply",
  not_reached: "not reached",
};

/** The report for a terminal, if `presentable`: a line per account, every check that did not pass, the verdict. */
export function renderText(report: Report): string {
  const shared = report.outcomes.filter(({ account }) => account === undefined);
  const lines = [
    `issuer   ${report.issuer}`,
    `audience ${report.audience}`,
    `Neo4j    ${report.boltUri}, ${report.httpUri}`,
    `tokens   ${report.tokenRequests.sent} requests, ${report.tokenRequests.retries} repeated`,
    "",
    ...shared.map(line),
    "",
    ...accountTable(report),
    ...notPassed(report),
    "",
    ...verdict(report),
  ];
  return `${lines.join("\n")}\n`;
}

/** Columns of a terminal; only what passed is cut to them, and `--json` has it whole. */
const WIDTH = 80;

function line({ check, status, seen, reason }: Outcome): string {
  const text = `${MARKS[status].padEnd(14)} ${check.padEnd(26)} ${seen ?? reason ?? ""}`.trimEnd();
  return status === "passed" && text.length > WIDTH ? `${text.slice(0, WIDTH - 3)}...` : text;
}

function accountTable(report: Report): string[] {
  const rows = [
    ["account", "client id (sub)", "groups", "roles", "proof"],
    ...report.accounts.map(({ name, clientId, groups, roles, disabled, proof }) => [
      name,
      clientId,
      groups.join(", "),
      roles.join(", "),
      disabled ? `${proof} (disabled)` : proof,
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** What keeps an account from being proven. */
function notPassed(report: Report): string[] {
  return report.accounts.flatMap(({ name }) => {
    const open = report.outcomes.filter((outcome) => outcome.account === name && stops(outcome));
    return open.length === 0 ? [] : ["", `${name}:`, ...open.map(line)];
  });
}

function verdict(report: Report): string[] {
  const first = firstFailure(report.outcomes);
  if (first) return explain(first);
  const { accounts, outcomes } = report;
  if (report.proof === "proven") {
    const passed = outcomes.filter(({ status }) => status === "passed").length;
    const counted = `${accounts.length} account${accounts.length === 1 ? "" : "s"}`;
    return allDisabled(accounts)
      ? [
          `Proven: ${counted}, all disabled: none gets a token. ${passed} checks passed; no login was tried.`,
        ]
      : [`Proven: ${counted}, ${passed} checks passed${leftOut(outcomes)}.`];
  }
  const open =
    outcomes.find(isOpen) ??
    outcomes.find(({ account, status }) => account && status === "skipped");
  return [
    `Not proven: ${open ? `${open.check}${open.account ? ` of ${open.account}` : ""}: ${open.reason}` : "nothing was checked"}.`,
  ];
}

/** Optional checks that could not be made; none of them is needed for a proof. */
function leftOut(outcomes: readonly Outcome[]): string {
  const count = outcomes.filter(({ status }) => status === "skipped").length;
  return count === 0 ? "" : `; optional ones not made: ${count}`;
}

/** The failure to fix first, in five lines. */
function explain(outcome: Outcome): string[] {
  const where = outcome.account === undefined ? "" : ` for ${outcome.account}`;
  return [
    `Failed at ${outcome.check}${where}: ${outcome.title}`,
    `  expected  ${outcome.expected}`,
    `  seen      ${outcome.seen}`,
    `  setting   ${outcome.setting} (${outcome.side})`,
    `  fix       ${outcome.fix}`,
  ];
}
