import { Command, CommanderError } from "commander";
import { Neo4jOktaError } from "../../access/errors.ts";
import { jsonText } from "../../access/json.ts";
import { swallowedOption } from "../../access/npm-options.ts";
import { sentence } from "../../access/wrap.ts";
import { check } from "./check.ts";
import { renderAnnotations, renderText } from "./report.ts";
import { readStackFile } from "./stack-file.ts";

interface Options {
  stack: string;
  project: string;
  json?: boolean;
  annotations?: boolean;
}

/** Where a run writes. */
export interface Streams {
  /** Standard output. */
  write(text: string): void;
  /** Standard error. */
  writeError(text: string): void;
  /** Columns of the terminal that standard error is. Default: it is none. */
  columns?: number | undefined;
}

/**
 * Checks the settings of one stack: no engine, no network, nothing is changed.
 *
 * @returns the exit status: 0 accepted, 1 problems, 2 usage, 3 the settings could not be read
 */
export async function main(
  argv: string[],
  { write, writeError, columns }: Streams,
): Promise<number> {
  const refuse = (text: string) => writeError(`${sentence(text, columns)}\n`);
  try {
    const options = parseOptions(argv, write);
    if (!options) return 0;
    const file = await readStackFile(options.project, options.stack);
    const report = check(file, options.stack, new Date().toISOString().slice(0, 10));
    if (options.json) write(jsonText(report));
    else write(`${options.annotations ? renderAnnotations(report) : ""}${renderText(report)}`);
    return report.problems.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof CommanderError) {
      const what = error.message.replace("error: ", "").replace(/\.$/, "");
      refuse(`${what}. See npm run check -- --help. (check-usage)`);
      return 2;
    }
    if (!(error instanceof Neo4jOktaError)) throw error;
    refuse(`${error.message} (${error.code})`);
    return 3;
  }
}

function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run check --")
    .description(
      "Checks the settings of a stack as pulumi up would, without an engine and without a network.\n" +
        "Exit status: 0 accepted, 1 problems, 2 usage, 3 the settings could not be read.",
    )
    .option("--stack <name>", "the stack: its settings are Pulumi.<name>.yaml", "dev")
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--json", "print the report as JSON (docs/schemas/check.schema.json)")
    .option("--annotations", "print GitHub workflow commands too")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.code === "commander.helpDisplayed") return;
    throw error;
  }
  const taken = swallowedOption(command, process.env);
  if (taken !== undefined) command.error(`error: ${taken}`);
  return command.opts<Options>();
}
