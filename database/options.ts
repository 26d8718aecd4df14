import { Command } from "commander";
import { parseCommand } from "../command/command.ts";
import { contractOptions } from "../command/contract.ts";
import { refuseSources, usageOf } from "../command/options.ts";
import { refuseAddress } from "./address.ts";

/** The command line of `npm run database`; its help says what each option is for. */
export interface Options {
  stack?: string;
  contract?: string;
  project: string;
  /** Bolt address. */
  neo4j?: string;
  apply: boolean;
  prune: boolean;
  passwords?: string;
  json: boolean;
}

/** A wrong command line, or environment. */
export const usage = usageOf("database-usage", "database");

const DESCRIPTION =
  "Compares the roles, privileges, local users and auth rules that a stack declares with those in its Neo4j, and " +
  "prints the difference as Cypher; --apply runs it. Logs in as NEO4J_USERNAME with NEO4J_PASSWORD, else as neo4j " +
  "with NEO4J_OKTA_BREAK_GLASS_PASSWORD or the output breakGlass of --stack.\n" +
  "Exit status: 0 no difference, or it was applied; 1 there is one, or it is refused; 2 usage; 3 it could not look.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `database-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = contractOptions(new Command("npm run database --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--neo4j <address>",
      "Bolt address from here, e.g. bolt://127.0.0.1:7687. Default: the one inside the cluster",
    )
    .option("--apply", "run the statements that are printed", false)
    .option("--prune", "drop what is there and nobody declared, too", false)
    .option(
      "--passwords <file>",
      "first passwords of new users, as JSON {user: password} (- is standard input)",
    )
    .option("--json", "print the result as JSON (docs/schemas/database.schema.json)", false);
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  refuseSources(options, "contract", usage);
  if (options.neo4j !== undefined) refuseAddress(options.neo4j, usage);
  return options;
}
