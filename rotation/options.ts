import { Command, InvalidArgumentError } from "commander";
import { parseCommand } from "../command/command.ts";
import { contractOptions } from "../command/contract.ts";
import { collect, count, refuseSources, usageOf } from "../command/options.ts";
import { BOLT_SCHEMES } from "../neo4j-client/addresses.ts";
import { DURATION_ALLOWED, duration } from "./core/duration.ts";

/** The command line of `npm run rotate`; its help says what each option is for. */
export interface Options {
  stack?: string;
  contract?: string;
  project: string;
  account: string[];
  all: boolean;
  /** Milliseconds. */
  olderThan?: number;
  /** Milliseconds. */
  soak?: number;
  first: boolean;
  retry: boolean;
  undo: boolean;
  dryRun: boolean;
  /** `kubernetes:NAMESPACE/NAME`, or a file. */
  state: string;
  shared: boolean;
  /** NAMESPACE/NAME with `{account}`. */
  secret?: string;
  /** A folder. */
  output?: string;
  to?: string;
  secretCommand?: string;
  /** A file with `{account}`. */
  jwks?: string;
  boltUri?: string;
  oktaOnly: boolean;
  maxRequests: number;
}

/** What is wrong with the command line or the environment. */
export const usage = usageOf("rotation-usage", "rotate");

const DESCRIPTION =
  "Rotates client secrets and keys of service accounts, one step after the other, from wherever the last run ended: " +
  "a new one is made, delivered and tested, both work for a time, the former one is switched off, the new one is " +
  "tested again, and after the same time the former one is removed. Prints a line of JSON for each step " +
  "(docs/schemas/rotation.schema.json).\n" +
  "Exit status: 0 nothing is wrong, also while a time is waited for; 1 a person has to look, 2 usage, 3 something " +
  "failed or could not be looked at, and the next run goes on.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `rotation-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = contractOptions(new Command("npm run rotate --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--account <name>", "this account (repeatable)", collect, [])
    .option(
      "--all",
      "every account that is not disabled, and of client secrets those with rotation: true",
      false,
    )
    .option("--older-than <time>", "begin only with credentials of that age, e.g. 90d", time)
    .option(
      "--soak <time>",
      "how long both work, and then how long the former is kept switched off (default: the token lifetime and an hour)",
      time,
    )
    .option("--first", "nothing uses the account yet: replace all that it has", false)
    .option(
      "--retry",
      "go on at once after failures, also where they were so many that it stopped",
      false,
    )
    .option("--undo", "go back to the former credential, until it has been removed", false)
    .option("--dry-run", "say what would be done next, and write nothing", false)
    .requiredOption(
      "--state <place>",
      "where all runs keep how far they are: kubernetes:NAMESPACE/NAME (a Secret), or a file with --shared",
    )
    .option("--shared", "the file of --state is one that every run sees", false)
    .option(
      "--secret <namespace/name>",
      "deliver to this Kubernetes Secret, e.g. etl/{account}-okta",
    )
    .option("--output <dir>", "deliver to files in this folder, as verify --secrets reads them")
    .option("--to <command>", "deliver to this command's standard input; needs --secret-command")
    .option(
      "--secret-command <command>",
      "prints what the service reads, to look at and to test it",
    )
    .option("--jwks <file>", "JWKS document of accounts with jwksUri, e.g. keys/{account}.json")
    .option("--bolt-uri <uri>", "Bolt address from here, e.g. bolt://127.0.0.1:7687", bolt)
    .option("--okta-only", "test by a token alone, without a login to the database", false)
    .option("--max-requests <n>", "requests to Okta at most, repetitions included", count, 500);
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  refuseSources(options, "contract", usage);
  refuseAccounts(options);
  refusePlaces(options);
  return options;
}

function refuseAccounts({ account, all, first, undo }: Options): void {
  if (all === account.length > 0) throw usage("give either --account NAME or --all");
  if (all && undo) throw usage("--undo takes --account NAME, not --all");
  if (all && first) throw usage("--first takes --account NAME, not --all");
}

function refusePlaces({ state, shared, secret, output, to, secretCommand }: Options): void {
  const places = [secret, output, to].filter((place) => place !== undefined);
  if (places.length !== 1) {
    throw usage("say where the service reads its credential: one of --secret, --output and --to");
  }
  if ((to === undefined) !== (secretCommand === undefined)) {
    throw usage("--to and --secret-command go together: what was delivered is read back");
  }
  if (!state.startsWith("kubernetes:") && !shared) {
    throw usage(
      `--state ${state} is a file: it has to be one that every run sees, or two runs rotate one account at once. Give --shared if it is, or kubernetes:NAMESPACE/NAME`,
    );
  }
}

function time(value: string): number {
  const milliseconds = duration(value);
  if (milliseconds === undefined) throw new InvalidArgumentError(`it takes ${DURATION_ALLOWED}`);
  return milliseconds;
}

function bolt(value: string): string {
  const schemes = BOLT_SCHEMES.map((scheme) => `${scheme}//`);
  if (schemes.some((scheme) => value.startsWith(scheme))) return value;
  throw new InvalidArgumentError(`it begins with none of ${schemes.join(", ")}`);
}
