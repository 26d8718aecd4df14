import { Command } from "commander";
import { Neo4jOktaError } from "../../access/errors.ts";
import { parseCommand } from "../command.ts";

/** The command line of `npm run drift`; its help says what each option is for. */
export interface Options {
  stack?: string;
  /** A file, or - for standard input. */
  state?: string;
  project: string;
  accept?: string;
  json?: boolean;
  markdown?: string;
  html?: string;
}

const DESCRIPTION =
  "Compares what a stack declares with what Okta has: every policy, rule, claim and client on the stack's " +
  "authorization servers that can get its scope, whoever made it. Reads only (OKTA_ORG_URL, and OKTA_ACCESS_TOKEN " +
  "with okta.apps.read and okta.authorizationServers.read, or OKTA_API_TOKEN).\n" +
  "Exit status: 0 no difference, or accepted ones only, 1 there are others, 2 usage, 3 it could not look.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `drift-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run drift --")
    .description(DESCRIPTION)
    .option("--stack <name>", "export this stack's state with the installed Pulumi")
    .option("--state <file>", "read what `pulumi stack export` has printed (- is standard input)")
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--accept <file>",
      "differences that are known: a YAML list of { code, subject, until, reason }",
    )
    .option("--json", "print the differences as JSON (docs/schemas/review.schema.json)")
    .option("--markdown <file>", "write the page as Markdown (- is standard output)")
    .option("--html <file>", "write the page as HTML, in one file");
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  if ((options.stack === undefined) === (options.state === undefined)) {
    throw usage("give either --stack NAME or --state FILE");
  }
  if (options.stack?.startsWith("-")) throw usage(`--stack ${options.stack} is no stack name`);
  return options;
}

/** A wrong command line, or environment. */
export function usage(message: string): Neo4jOktaError {
  const sentence = message.replace(/\.$/, "");
  return new Neo4jOktaError("drift-usage", `${sentence}. See npm run drift -- --help.`);
}
