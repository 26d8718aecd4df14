import { Command } from "commander";
import { Neo4jOktaError } from "../../access/errors.ts";
import { parseCommand } from "../../command/command.ts";
import { refuseSource } from "../../command/contract.ts";
import { refuseAddress } from "../address.ts";

/** The command line of `npm run break-glass`; its help says what each option is for. */
export interface Options {
  stack?: string;
  contract?: string;
  project: string;
  /** Bolt address. */
  neo4j?: string;
  evidence?: string;
  json: boolean;
}

const DESCRIPTION =
  "drill: logs in to the stack's Neo4j with the sealed password (output breakGlass, or " +
  "NEO4J_OKTA_BREAK_GLASS_PASSWORD) and says what it could do. It changes nothing.\n" +
  "Exit status: 0 it works, 1 it does not, 2 usage, 3 it could not be tried.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `break-glass-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run break-glass --")
    .usage("drill [options]")
    .description(DESCRIPTION)
    .option("--stack <name>", "read the outputs of this stack through the Pulumi CLI")
    .option("--contract <file>", "read the output access from JSON, or from all outputs")
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--neo4j <address>",
      "Bolt address from here, e.g. bolt://127.0.0.1:7687. Default: the one inside the cluster",
    )
    .option("--evidence <file>", "write what was found to this file, with the time, as JSON")
    .option("--json", "print it as JSON (docs/schemas/break-glass.schema.json)", false);
  const [verb, ...rest] = argv;
  const isDrill = verb === "drill";
  const options = parseCommand<Options>(command, isDrill ? rest : argv, write, usage);
  if (options === undefined) return undefined;
  if (!isDrill) throw usage("give the word drill first");
  refuseSource(options, usage);
  if (options.neo4j !== undefined) refuseAddress(options.neo4j, usage);
  return options;
}

/** A wrong command line, or environment. */
export function usage(message: string): Neo4jOktaError {
  const sentence = message.replace(/\.$/, "");
  return new Neo4jOktaError("break-glass-usage", `${sentence}. See npm run break-glass -- --help.`);
}
