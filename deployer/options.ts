import { Command } from "commander";
import { parseCommand } from "../command/command.ts";
import { refuseSources, usageOf } from "../command/options.ts";
import { previewOptions } from "../review/input.ts";

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

const usage = usageOf("deployer-usage", "deployer");

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
  const command = previewOptions(new Command("npm run deployer --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--may-create",
      "let the deployer create apps, groups and servers later too: Okta then wants the right over all of them (default: only if this preview creates some)",
    )
    .option("--output <file>", "write the plan that the project in bootstrap/ declares")
    .option("--json", "print all of it as JSON (docs/schemas/deployer.schema.json)");
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  refuseSources(options, "preview", usage);
  if (options.output === "-") throw usage("--output takes a file");
  return options;
}
