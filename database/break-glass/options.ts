import { Command } from "commander";
import { visible } from "../../access/visible.ts";
import { parseCommand } from "../../command/command.ts";
import { contractOptions } from "../../command/contract.ts";
import { refuseSources, usageOf } from "../../command/options.ts";
import { refuseAddress } from "../address.ts";

/** The command line of `npm run break-glass`; its help says what each option is for. */
export interface Options {
  stack?: string;
  contract?: string;
  project: string;
  /** Bolt address. */
  neo4j?: string;
  /** `-` for standard input. */
  tokenFile?: string;
  evidence?: string;
  json: boolean;
}

/** What the command does: try the password, or a person's token. */
export type Verb = "drill" | "prove";

/** A wrong command line, or environment. */
export const usage = usageOf("break-glass-usage", "break-glass");

const DESCRIPTION =
  "drill: logs in to the stack's Neo4j with the sealed password (output breakGlass, or " +
  "NEO4J_OKTA_BREAK_GLASS_PASSWORD) and says what it could do.\n" +
  "prove: logs in with a person's token, and says whether an administrator gets in without a password. " +
  "Its evidence lets up set neo4j.nativeLogin to false.\n" +
  "Both change nothing. Exit status: 0 it works, 1 it does not, 2 usage, 3 it could not be tried.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `break-glass-usage`
 */
export function parseOptions(
  argv: string[],
  write: (text: string) => void,
): (Options & { verb: Verb }) | undefined {
  const command = contractOptions(new Command("npm run break-glass --"))
    .usage("<drill|prove> [options]")
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--neo4j <address>",
      "Bolt address from here, e.g. bolt://127.0.0.1:7687. Default: the one inside the cluster",
    )
    .option("--token-file <file>", "prove: file with the person's token; - reads standard input")
    .option("--evidence <file>", "write what was found to this file, with the time, as JSON")
    .option("--json", "print it as JSON (docs/schemas/)", false);
  const [verb, ...rest] = argv;
  const known = verb === "drill" || verb === "prove";
  if (verb !== undefined && !known && !verb.startsWith("-")) {
    throw usage(`${visible(verb)} is neither drill nor prove, which come first`);
  }
  const options = parseCommand<Options>(command, known ? rest : argv, write, usage);
  if (options === undefined) return undefined;
  if (!known) throw usage("give the word drill or prove first");
  refuseSources(options, "contract", usage);
  if (options.neo4j !== undefined) refuseAddress(options.neo4j, usage);
  const { tokenFile } = options;
  if (verb === "prove" && tokenFile === undefined) throw usage("prove needs --token-file FILE");
  if (verb === "drill" && tokenFile !== undefined) throw usage("drill takes no --token-file");
  return { ...options, verb };
}
