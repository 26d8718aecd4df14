import { Command } from "commander";
import { parseCommand } from "../command/command.ts";
import { count, refuseSources, usageOf } from "../command/options.ts";
import { BOLT_SCHEMES } from "../neo4j-client/addresses.ts";
import { stateOptions } from "../review/input.ts";
import { MAX_AGE_MINUTES } from "./resume.ts";

/** The command line of `npm run drift`; its help says what each option is for. */
export interface Options {
  stack?: string;
  /** A file, or - for standard input. */
  state?: string;
  project: string;
  /** Bolt address. */
  neo4j?: string;
  accept?: string;
  /** Requests to Okta at most. */
  maxRequests: number;
  resume?: string;
  json?: boolean;
  markdown?: string;
  html?: string;
}

/** A wrong command line, or environment. */
export const usage = usageOf("drift-usage", "drift");

const DESCRIPTION =
  "Compares what a stack declares with what Okta has: every policy, rule, claim and client on the stack's " +
  "authorization servers that can get its scope, whoever made it; and with a running Neo4j (--neo4j): its " +
  "security settings, rules and users. Reads only (OKTA_ORG_URL, and a service app in OKTA_API_CLIENT_ID and " +
  "OKTA_API_PRIVATE_KEY with okta.apps.read and okta.authorizationServers.read, OKTA_ACCESS_TOKEN, or OKTA_API_TOKEN).\n" +
  "Exit status: 0 no difference, or accepted ones only, 1 there are others, 2 usage, 3 it could not look.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `drift-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = stateOptions(new Command("npm run drift --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--neo4j <address>",
      "look at Neo4j too, e.g. neo4j+s://graph.example.com:7687; logs in as NEO4J_USERNAME with " +
        "NEO4J_PASSWORD, else as neo4j with NEO4J_OKTA_BREAK_GLASS_PASSWORD or the output breakGlass of --stack",
    )
    .option(
      "--accept <file>",
      "differences that are known: a YAML list of { code, subject, until, reason }",
    )
    .option("--max-requests <n>", "requests to Okta at most, repetitions included", count, 500)
    .option(
      "--resume <file>",
      `keep Okta's answers here, and go on from them after an interruption, for ${MAX_AGE_MINUTES} minutes`,
    )
    .option("--json", "print the differences as JSON (docs/schemas/review.schema.json)")
    .option("--markdown <file>", "write the page as Markdown (- is standard output)")
    .option("--html <file>", "write the page as HTML, in one file");
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  refuseSources(options, "state", usage);
  if (options.neo4j !== undefined) refuseAddress(options.neo4j);
  return options;
}

/** The address is not repeated, as it may have a password in it. */
function refuseAddress(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const schemes = BOLT_SCHEMES.map((scheme) => `${scheme}//`);
  if (url === undefined || !schemes.some((scheme) => address.startsWith(scheme))) {
    throw usage(`--neo4j takes an address that begins with one of ${schemes.join(", ")}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw usage("--neo4j takes no user and no password: they come from the environment");
  }
}
