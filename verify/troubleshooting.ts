import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Refusal } from "../okta-api/explanations/explanation.ts";
import { MANAGEMENT_REFUSALS } from "../okta-api/explanations/management.ts";
import { TOKEN_REFUSALS } from "../okta-api/explanations/token.ts";
import type { CheckInfo } from "./checks/check.ts";
import { ELSEWHERE } from "./elsewhere.ts";
import { STAGES } from "./stages.ts";

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
    ...STAGES.map(
      ({ title, checks }) => `## ${title}\n\n${checks.map((check) => section(check)).join("\n")}`,
    ),
    oktaApiRefusals(),
    "## Outside of these checks\n",
    ...ELSEWHERE.map(({ symptom, answer }) => `- **${symptom}** ${answer}`),
    "",
  ].join("\n");
}

function oktaApiRefusals(): string {
  return [
    "## What Okta's API refuses\n",
    "A service app's call goes through where its token has the scope and an admin role of the app has the permission on the object: both, each time.",
    "`pulumi up` meets these refusals, and so does each command that calls Okta's API, whose error says the same as this table. Go from the top: is the scope",
    "granted to the app; does the token have it (`scp`); is the role assigned; does its resource set have the object; is the token newer than all of these.",
    "Which permission a call wants is Okta's documentation, not verified against a live org.\n",
    "### A call of the API\n",
    refusalTable(MANAGEMENT_REFUSALS),
    "### A token for the API, from `https://ORG/oauth2/v1/token`\n",
    refusalTable(TOKEN_REFUSALS),
  ].join("\n");
}

function refusalTable(refusals: readonly Refusal[]): string {
  const rows = refusals.map(({ says, cause, fix }) => `| ${says} | ${cause}. | ${quote(fix)}. |`);
  return ["| Okta says | Why | Fix |", "|---|---|---|", ...rows, ""].join("\n");
}

function symptomTable(): string {
  const checks = STAGES.flatMap((stage): readonly CheckInfo[] => stage.checks);
  const rows = checks.flatMap(({ id, symptoms }) =>
    symptoms.map((symptom) => `| ${symptom.replaceAll("|", "\\|")} | [${id}](#${anchor(id)}) |`),
  );
  return ["| What you see | Check |", "|---|---|", ...rows, ""].join("\n");
}

function section({ id, title, side, setting, fix, optional }: CheckInfo): string {
  return [
    `### ${id}`,
    "",
    `${title}.${optional ? " Optional: a proof does not need it." : ""}`,
    "",
    `- Setting: ${quote(setting)} (${side})`,
    `- Fix: ${quote(fix)}`,
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
