import { Command } from "commander";
import { parseCommand } from "../command/command.ts";
import { contractOptions } from "../command/contract.ts";
import { refuseSources, usageOf } from "../command/options.ts";
import { BOLT_SCHEMES } from "../neo4j-client/addresses.ts";

/** The command line of `npm run retire`; its help says what each option is for. */
export interface Options {
  stack?: string;
  contract?: string;
  project: string;
  account: string;
  /** Client id, of an account that the stack does not have any more. */
  clientId?: string;
  /** Days that its owner has. */
  grace: number;
  prove?: boolean;
  /** A folder. */
  secrets?: string;
  /** A file. */
  oldToken?: string;
  keepToken?: string;
  boltUri?: string;
}

const usage = usageOf("retire-usage", "retire");

const DESCRIPTION =
  "Says in which order a service account goes, how long its last token lives, and what shortens that. With --prove it " +
  "asks for a token and presents an old one, and ends well only if Okta has no active app for it any more and Neo4j " +
  "refuses a token that has not ended. It changes nothing; it prints no secret.\n" +
  "Exit status: 0 planned, or proven to be gone; 1 it still gets in; 2 usage; 3 it could not be looked at.";

/** @throws Neo4jOktaError `retire-usage`; undefined when the help has been printed */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = contractOptions(new Command("npm run retire --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--account <name>", "the account that goes")
    .option("--client-id <id>", "client id of an account that the contract does not have any more")
    .option("--grace <days>", "days that its owner has", "14")
    .option(
      "--keep-token <file>",
      "get a last token, and keep it in this file, mode 0600, for the proof",
    )
    .option("--prove", "prove that the account is gone")
    .option(
      "--secrets <dir>",
      "folder with a file per account, as npm run verify takes it; or NEO4J_OKTA_SECRET_<ACCOUNT>, NEO4J_OKTA_PRIVATE_KEY_<ACCOUNT>",
    )
    .option("--old-token <file>", "with --prove: the token that --keep-token has kept")
    .option("--bolt-uri <uri>", "with --prove: address of Neo4j (default: inside the cluster)");
  const options = parseCommand<Omit<Options, "grace"> & { grace: string }>(
    command,
    argv,
    write,
    usage,
  );
  if (options === undefined) return undefined;
  refuseSources(options, "contract", usage);
  const { account, grace, prove, oldToken, keepToken, boltUri } = options;
  if (account === undefined) throw usage("--account is missing");
  if (!/^\d{1,3}$/.test(grace)) throw usage(`--grace ${grace} is no number of days up to 999`);
  if (oldToken !== undefined && !prove) throw usage("--old-token goes with --prove");
  if (keepToken !== undefined && prove)
    throw usage("--keep-token comes before --prove: give one of them");
  if (boltUri !== undefined && !BOLT_SCHEMES.some((scheme) => boltUri.startsWith(`${scheme}//`))) {
    throw usage(
      `--bolt-uri ${boltUri} begins with none of ${BOLT_SCHEMES.map((scheme) => `${scheme}//`).join(", ")}`,
    );
  }
  if (boltUri !== undefined && !URL.parse(boltUri)?.host) {
    throw usage(`--bolt-uri ${boltUri} names no host. Fix: give one such as bolt://127.0.0.1:7687`);
  }
  return { ...options, grace: Number(grace) };
}
