import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  ACCOUNT_READBACKS,
  BREAK_GLASS_CHECKS,
  DISABLED_CHECKS,
  LOGIN_CHECKS,
  NEO4J_CHECKS,
  OKTA_CHECKS,
  STACK_READBACKS,
  TOKEN_CHECKS,
} from "./checks/catalogue.ts";
import type { CheckInfo } from "./checks/check.ts";
import { ELSEWHERE } from "./elsewhere.ts";
import { PROBES } from "./probes/index.ts";

/** Every check in the order in which a run makes them, under the stages of a request. */
export const STAGES: readonly { title: string; checks: readonly CheckInfo[] }[] = [
  { title: "Okta publishes what the stack declares", checks: OKTA_CHECKS },
  { title: "Okta issues the right token (per account)", checks: TOKEN_CHECKS },
  { title: "Neo4j is there", checks: NEO4J_CHECKS },
  { title: "The token opens the database (per account)", checks: LOGIN_CHECKS },
  { title: "Disabled accounts", checks: DISABLED_CHECKS },
  {
    title: "Read back from Okta's API (with --okta-api)",
    checks: [...STACK_READBACKS, ...ACCOUNT_READBACKS],
  },
  { title: "What must be refused", checks: PROBES },
  { title: "Break-glass (with --break-glass)", checks: BREAK_GLASS_CHECKS },
];

const INTRODUCTION = `# Troubleshooting

\`npm run verify -- --stack NAME\` makes the checks below in the order in which a request meets what
they check. The first one that fails is the one to fix: it names one setting and whose it is. With
\`--okta-api\` and \`--break-glass\` it reads Okta's objects and Neo4j's settings back to name the exact
one. What each misconfiguration looks like is in [fault-matrix.md](fault-matrix.md).

This page is generated from the checks: \`npm run docs\`.
`;

/** The guide in Markdown: from symptom to check, every check, and what lies outside of them. */
export function renderTroubleshooting(): string {
  return [
    INTRODUCTION,
    "## From a symptom to its check\n",
    symptomTable(),
    ...STAGES.map(({ title, checks }) => `## ${title}\n\n${checks.map(section).join("\n")}`),
    "## Outside of these checks\n",
    ...ELSEWHERE.map(({ symptom, answer }) => `- **${symptom}** ${answer}`),
    "",
  ].join("\n");
}

function symptomTable(): string {
  const rows = STAGES.flatMap(({ checks }) =>
    checks.flatMap(({ id, symptoms }) =>
      symptoms.map((symptom) => `| ${symptom.replaceAll("|", "\\|")} | [${id}](#${anchor(id)}) |`),
    ),
  );
  return ["| What you see | Check |", "|---|---|", ...rows, ""].join("\n");
}

function section({ id, title, side, setting, fix, optional }: CheckInfo): string {
  return [
    `### ${id}`,
    "",
    `${title}.${optional ? " The proof stands without it." : ""}`,
    "",
    `- Setting: ${quote(setting)} (${side})`,
    `- To fix: ${quote(fix)}`,
    "",
  ].join("\n");
}

/** `<provider>` stands for an id, and is no HTML. */
function quote(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** As Markdown renderers make the anchor of a heading. */
function anchor(id: string): string {
  return id.toLowerCase().replace(/[^\w-]/g, "");
}

if (import.meta.main) {
  const file = fileURLToPath(new URL("../docs/troubleshooting.md", import.meta.url));
  await writeFile(file, renderTroubleshooting());
}
