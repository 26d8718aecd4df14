import { z } from "zod";
import { findingText } from "../../access/finding.ts";
import { wrapped } from "../../access/wrap.ts";

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
    warnings: z
      .array(problemSchema)
      .describe("What a stack marked production would be refused for; accepted all the same."),
  })
  .describe("What npm run check found in the settings of one stack.");

export type Report = z.output<typeof reportSchema>;
export type Problem = Report["problems"][number];

/** For people: a block for each problem, and a last line that says what came out. */
export function renderText({ stack, file, problems, warnings }: Report): string {
  const block = (mark: string) => (problem: Problem) => {
    const { path, account, line, column, ...finding } = problem;
    const whose = account === undefined ? path : `${path} (account ${account})`;
    const text = findingText(whose, finding).split("\n").map(indented).join("\n");
    return `${file}:${line}:${column}${mark}\n${text}\n`;
  };
  const blocks = [...warnings.map(block(" warning")), ...problems.map(block(""))];
  const verdict =
    problems.length === 0
      ? "the settings are accepted"
      : `${counted(problems, "problem")} in the settings`;
  const besides = warnings.length === 0 ? "" : `, ${counted(warnings, "warning")}`;
  return `${blocks.join("\n")}${blocks.length > 0 ? "\n" : ""}stack ${stack}: ${verdict}${besides}\n`;
}

/** Two columns in; what does not fit, four deeper. */
function indented(line: string): string {
  const first = `  ${/^ */.exec(line)?.[0] ?? ""}`;
  return wrapped(line.trim(), { first, further: `${first}    ` });
}

function counted({ length }: readonly Problem[], what: string): string {
  return `${length} ${what}${length === 1 ? "" : "s"}`;
}

/** Workflow commands that GitHub shows at the lines of the stack's file. */
export function renderAnnotations({ file, problems, warnings }: Report): string {
  const command = (level: string) => (problem: Problem) => {
    const { code, path, message, allowed, fix, line, column } = problem;
    const place = `file=${property(file)},line=${line},col=${column},title=${property(code)}`;
    return `::${level} ${place}::${data(`${path} ${message}. Allowed: ${allowed}. Fix: ${fix}.`)}\n`;
  };
  return [...warnings.map(command("warning")), ...problems.map(command("error"))].join("");
}

function data(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => encodeURIComponent(character));
}

function property(text: string): string {
  return text.replace(/[%\r\n:,]/g, (character) => encodeURIComponent(character));
}
