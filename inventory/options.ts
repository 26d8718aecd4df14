import { Command } from "commander";
import { parseCommand } from "../command/command.ts";
import { refuseSources, usageOf } from "../command/options.ts";
import { stateOptions } from "../review/input.ts";

/** The command line of `npm run access`; its help says what each option is for. */
export interface Options {
  stack?: string;
  /** A file, or - for standard input. */
  state?: string;
  project: string;
  markdown?: boolean;
  html?: boolean;
  csv?: boolean;
  json?: boolean;
  who?: string;
  account?: string;
  expect?: string;
}

const ANSWERS = ["markdown", "html", "csv", "json", "who", "account", "expect"] as const;

const usage = usageOf("access-usage", "access");

const DESCRIPTION =
  "Lists who can have which database role, and by which way, by what is deployed of a stack: services one by " +
  "one, people by their groups. It changes nothing and prints no secret.\n" +
  "Exit status: 0 listed, or access is as --expect says; 1 it is not; 2 usage; 3 it could not be looked at.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `access-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = stateOptions(new Command("npm run access --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--markdown", "print the list as Markdown, for a page or an issue")
    .option("--html", "print the list as one page for a browser, which needs nothing beside itself")
    .option("--csv", "print the accounts as CSV, for a spreadsheet")
    .option("--json", "print the list as JSON (docs/schemas/access.schema.json)")
    .option("--who <role>", "say who can have this role, and why")
    .option("--account <name>", "print what the owner of a service needs to use its account")
    .option(
      "--expect <file>",
      "compare with the declared roles of each account and of people's groups, in YAML or JSON (docs/access.md)",
    );
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  const { state, expect } = options;
  refuseSources(options, "state", usage);
  if (ANSWERS.filter((name) => options[name] !== undefined).length > 1) {
    throw usage(`give one of ${ANSWERS.map((name) => `--${name}`).join(", ")}`);
  }
  if (state === "-" && expect === "-")
    throw usage("--state and --expect cannot both be standard input");
  return options;
}
