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
  const shared = report.outcomes.filter(
    ({ account, signIn, status }) =>
      account === undefined && (signIn === undefined || status !== "inapplicable"),
  );
  const lines = [
    `issuer   ${report.issuer}`,
    `audience ${report.audience}`,
    `Neo4j    ${report.boltUri}, ${report.httpUri}`,
    `tokens   ${count(report.tokenRequests.sent, "request")}, ${report.tokenRequests.retries} repeated`,
    "",
    ...shared.map(line),
    ...accountTable(report),
    ...signInTable(report),
    ...notPassed(report),
    "",
    ...verdict(report),
  ];
  return `${lines.join("\n")}\n`;
}

/** Columns of a terminal; only what passed is cut to them, and `--json` has it whole. */
const WIDTH = 80;

function line({ check, signIn, status, seen, reason }: Outcome): string {
  const name = signIn === undefined ? check : `${check} ${signIn}`;
  const text = `${MARKS[status].padEnd(14)} ${name.padEnd(26)} ${seen ?? reason ?? ""}`.trimEnd();
  return status === "passed" && text.length > WIDTH ? `${text.slice(0, WIDTH - 3)}...` : text;
}

function accountTable(report: Report): string[] {
  if (report.accounts.length === 0) return [];
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
  return ["", ...table(rows)];
}

/** How people sign in, and what their groups are worth. */
function signInTable({ signIns = [] }: Report): string[] {
  if (signIns.length === 0) return [];
  const rows = signIns.map(({ id, provider, groups, proof }) => [
    id,
    provider,
    Object.keys(groups).join(", "),
    [...new Set(Object.values(groups).flat())].sort().join(", "),
    proof,
  ]);
  return ["", ...table([["sign-in", "identity provider", "groups", "roles", "proof"], ...rows])];
}

function table(rows: readonly (readonly string[])[]): string[] {
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
  const { accounts, signIns = [], outcomes } = report;
  if (report.proof === "proven") {
    const passed = outcomes.filter(({ status }) => status === "passed").length;
    const proven = signIns.filter(({ proof }) => proof === "proven").length;
    const whole = proven === signIns.length ? "" : `${proven} of `;
    const people = signIns.length === 0 ? "" : `, ${whole}${count(signIns.length, "sign-in")}`;
    const counted = `${count(accounts.length, "account")}${people}`;
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
    `Not proven: ${open ? `${open.check}${whomOf(open)}: ${open.reason}` : "nothing was checked"}.`,
  ];
}

function whomOf({ account, signIn }: Outcome): string {
  const whom = account ?? signIn;
  return whom === undefined ? "" : ` of ${whom}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** Optional checks that could not be made; none of them is needed for a proof. */
function leftOut(outcomes: readonly Outcome[]): string {
  const count = outcomes.filter(({ status }) => status === "skipped").length;
  return count === 0 ? "" : `; optional ones not made: ${count}`;
}

/** The failure to fix first, in five lines. */
function explain(outcome: Outcome): string[] {
  const whom = outcome.account ?? outcome.signIn;
  const where = whom === undefined ? "" : ` for ${whom}`;
  return [
    `Failed at ${outcome.check}${where}: ${outcome.title}`,
    `  expected  ${outcome.expected}`,
    `  seen      ${outcome.seen}`,
    `  setting   ${outcome.setting} (${outcome.side})`,
    `  fix       ${outcome.fix}`,
  ];
}
