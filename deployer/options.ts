import { Command } from "commander";
import { Neo4jOktaError } from "../access/errors.ts";
import { parseCommand } from "../command/command.ts";

/** The command line of `npm run deployer`; its help says what each option is for. */
export interface Options {
  stack?: string;
  /** A file, or - for standard input. */
  preview?: string;
  project: string;
  mayCreate?: boolean;
  /** A file. */
  output?: string;
  json?: boolean;
}

const DESCRIPTION =
  "Computes what the three identities of a stack need of Okta and nothing more: the deployer, the reviewer and " +
  "the rotator; each with its API scopes, the permissions of its custom admin roles, and the apps, groups and " +
  "authorization servers that these are held on. It changes nothing at Okta.\n" +
  "Exit status: 0 computed, 1 something that the stack declares is beyond every custom role, 2 usage, 3 there was " +
  "nothing to compute from.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `deployer-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run deployer --")
    .description(DESCRIPTION)
    .option("--stack <name>", "preview this stack with the installed Pulumi")
    .option(
      "--preview <file>",
      "read what `pulumi preview --json --show-sames` has printed (- is standard input); needs no secret, no engine and no network",
    )
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--may-create",
      "let the deployer create apps, groups and servers later too: Okta then wants the right over all of them (default: only if this preview creates some)",
    )
    .option("--output <file>", "write the plan that the project in bootstrap/ declares")
    .option("--json", "print all of it as JSON (docs/schemas/deployer.schema.json)");
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  const { stack, preview, output } = options;
  if ((stack === undefined) === (preview === undefined)) {
    throw usage("give either --stack NAME or --preview FILE");
  }
  if (stack?.startsWith("-")) throw usage(`--stack ${stack} is no stack name`);
  if (output === "-") throw usage("--output takes a file");
  return options;
}

function usage(message: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "deployer-usage",
    `${message.replace(/\.$/, "")}. See npm run deployer -- --help.`,
  );
}
