import { firstFailure, type Outcome } from "../outcome.ts";
import type { Report } from "../report.ts";

const VERDICTS: Record<Report["proof"], string> = {
  proven: "Proven",
  failed: "Failed",
  incomplete: "Not proven",
};

/** A summary for a pull request or a job page. */
export function renderMarkdown(report: Report): string {
  const first = firstFailure(report.outcomes);
  const lines = [
    `## Neo4j access through Okta: ${VERDICTS[report.proof]}`,
    "",
    `Issuer ${code(report.issuer)}, audience ${code(report.audience)}.`,
    "",
    ...(first ? [...failure(first), ""] : []),
    "| account | client id | groups | roles | proof |",
    "|---|---|---|---|---|",
    ...report.accounts.map(({ name, clientId, groups, roles, disabled, proof }) =>
      row([
        text(name),
        code(clientId),
        groups.map(code).join(", "),
        roles.map(code).join(", "),
        disabled ? `${proof} (disabled)` : proof,
      ]),
    ),
    ...open(report),
  ];
  return `${lines.join("\n")}\n`;
}

function failure(outcome: Outcome): string[] {
  const where = outcome.account === undefined ? "" : ` for ${code(outcome.account)}`;
  return [
    `**First failing check: ${code(outcome.check)}${where}.** ${text(outcome.title)}.`,
    "",
    `- expected: ${code(outcome.expected ?? "")}`,
    `- seen: ${code(outcome.seen ?? "")}`,
    `- setting: ${code(outcome.setting ?? "")} (${outcome.side})`,
    `- fix: ${text(outcome.fix ?? "")}`,
  ];
}

function open({ outcomes }: Report): string[] {
  const left = outcomes.filter(({ status }) => status === "failed" || status === "skipped");
  if (left.length === 0) return [];
  return [
    "",
    "| check | account | result |",
    "|---|---|---|",
    ...left.map(({ check, account, status, seen, reason }) =>
      row([
        code(check),
        text(account ?? ""),
        status === "failed" ? `failed: ${text(seen ?? "")}` : `not checked: ${text(reason ?? "")}`,
      ]),
    ),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("\n", " ")).join(" | ")} |`;
}

/** Texts come from outside: no markup of theirs may take effect. */
function text(value: string): string {
  return value.replace(/[\\`*_[\]<>|#@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function code(value: string): string {
  return `<code>${text(value)}</code>`;
}
