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
        code(name),
        code(clientId),
        groups.map(code).join(", "),
        roles.map(code).join(", "),
        disabled ? `${proof} (disabled)` : proof,
      ]),
    ),
    ...signInTable(report),
    ...open(report),
  ];
  return `${lines.join("\n")}\n`;
}

function failure(outcome: Outcome): string[] {
  const whom = outcome.account ?? outcome.signIn;
  const where = whom === undefined ? "" : ` for ${code(whom)}`;
  return [
    `**First failing check: ${code(outcome.check)}${where}.** ${text(outcome.title)}.`,
    "",
    `- expected: ${code(outcome.expected ?? "")}`,
    `- seen: ${code(outcome.seen ?? "")}`,
    `- setting: ${code(outcome.setting ?? "")} (${outcome.side})`,
    `- fix: ${text(outcome.fix ?? "")}`,
  ];
}

function signInTable({ signIns = [] }: Report): string[] {
  if (signIns.length === 0) return [];
  return [
    "",
    "| sign-in | identity provider | groups | proof |",
    "|---|---|---|---|",
    ...signIns.map(({ id, provider, groups, proof }) =>
      row([
        code(id),
        code(provider),
        Object.entries(groups)
          .map(([group, roles]) => code(`${group}: ${roles.join(", ")}`))
          .join(", "),
        proof,
      ]),
    ),
  ];
}

function open({ outcomes, signIns }: Report): string[] {
  const left = outcomes.filter(({ status }) => status === "failed" || status === "skipped");
  if (left.length === 0) return [];
  return [
    "",
    `| check | ${signIns === undefined ? "account" : "account or sign-in"} | result |`,
    "|---|---|---|",
    ...left.map(({ check, account, signIn, status, seen, reason }) =>
      row([
        code(check),
        code(account ?? signIn ?? ""),
        status === "failed" ? `failed: ${code(seen ?? "")}` : `not checked: ${code(reason ?? "")}`,
      ]),
    ),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/**
 * A code span (CommonMark 6.1), since nothing in it is markup, a link, a mention or a reference.
 * Only `|` would still end a table's cell: it stands between two spans.
 */
function code(value: string): string {
  return value
    .split("|")
    .map((part) => part.trim() && span(part))
    .join("&#124;");
}

function span(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const padding = /^`|`$/.test(text) ? " " : "";
  return `${fence}${padding}${text}${padding}${fence}`;
}

/** Our own sentences, in which a name from outside may stand: no markup, link or mention in it works. */
function text(value: string): string {
  return value
    .replace(/[\\`*_[\]<>|~&:]/g, "\\$&")
    .replace(/[@#]/g, "$&&#8203;")
    .replace(/www\./gi, "www\\.");
}
