import { Command } from "commander";
import { Neo4jOktaError } from "../access/errors.ts";
import { parseCommand } from "../command/command.ts";

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

const DESCRIPTION =
  "Lists who can have which database role, and by which way, by what is deployed of a stack: services one by " +
  "one, people by their groups. It changes nothing and prints no secret.\n" +
  "Exit status: 0 listed, or access is as --expect says; 1 it is not; 2 usage; 3 it could not be looked at.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `access-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run access --")
    .description(DESCRIPTION)
    .option("--stack <name>", "export this stack's state with the installed Pulumi")
    .option(
      "--state <file>",
      "read what `pulumi stack export` has printed (- is standard input); needs no secret, no engine and no network",
    )
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
  const { stack, state, expect } = options;
  if ((stack === undefined) === (state === undefined)) {
    throw usage("give either --stack NAME or --state FILE");
  }
  if (stack?.startsWith("-")) throw usage(`--stack ${stack} is no stack name`);
  if (ANSWERS.filter((name) => options[name] !== undefined).length > 1) {
    throw usage(`give one of ${ANSWERS.map((name) => `--${name}`).join(", ")}`);
  }
  if (state === "-" && expect === "-")
    throw usage("--state and --expect cannot both be standard input");
  return options;
}

function usage(message: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "access-usage",
    `${message.replace(/\.$/, "")}. See npm run access -- --help.`,
  );
}
