import { z } from "zod";
import { findingText } from "../../access/finding.ts";

const problemSchema = z.strictObject({
  code: z.string().describe("Stable; the table of refusals in docs/settings.md lists all."),
  path: z.string().describe("The setting, as `pulumi config set --path` takes it."),
  message: z.string().describe("What is wrong."),
  allowed: z.string().describe("What would be accepted."),
  fix: z.string().describe("What to do."),
  account: z.string().optional().describe("Name of the account that the setting belongs to."),
  line: z.int().min(1).describe("Line of the stack's file, from 1."),
  column: z.int().min(1).describe("Column of that line, from 1."),
});

/** What `npm run check -- --json` prints. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    stack: z.string(),
    file: z.string().describe("Name of the stack's file."),
    problems: z.array(problemSchema).describe("Empty: the settings are accepted."),
  })
  .describe("What npm run check found in the settings of one stack.");

export type Report = z.output<typeof reportSchema>;
export type Problem = Report["problems"][number];

/** For people: a block for each problem, and a last line that says what came out. */
export function renderText({ stack, file, problems }: Report): string {
  const blocks = problems.map(({ path, account, line, column, ...finding }) => {
    const whose = account === undefined ? path : `${path} (account ${account})`;
    return `${file}:${line}:${column}\n${findingText(whose, finding).replace(/^/gm, "  ")}\n`;
  });
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const verdict = problems.length === 0 ? "the settings are accepted" : `${count} in the settings`;
  return `${blocks.join("\n")}${blocks.length > 0 ? "\n" : ""}stack ${stack}: ${verdict}\n`;
}

/** Workflow commands that GitHub shows at the lines of the stack's file. */
export function renderAnnotations({ file, problems }: Report): string {
  return problems
    .map(({ code, path, message, allowed, fix, line, column }) => {
      const place = `file=${property(file)},line=${line},col=${column},title=${property(code)}`;
      return `::error ${place}::${data(`${path} ${message}. Allowed: ${allowed}. Fix: ${fix}.`)}\n`;
    })
    .join("");
}

function data(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => encodeURIComponent(character));
}

function property(text: string): string {
  return text.replace(/[%\r\n:,]/g, (character) => encodeURIComponent(character));
}
