import { Command } from "commander";
import { parseCommand } from "../../command/command.ts";
import { contractOptions } from "../../command/contract.ts";
import { collect, count, refuseSources } from "../../command/options.ts";
import { EXIT, VerifyError } from "../errors.ts";

/** The command line of `npm run verify`; its help says what each option is for. */
export interface Options {
  stack?: string;
  contract?: string;
  credentials?: string;
  secrets?: string;
  secretCommand?: string;
  boltUri?: string;
  httpUri?: string;
  /** Names; empty: all. */
  account: string[];
  concurrency: number;
  /** Token requests per minute. */
  rate: number;
  /** Seconds for the whole run. */
  timeout: number;
  breakGlass: boolean;
  oktaApi: boolean;
  outsider?: string;
  foreignToken?: string;
  expiredToken?: string;
  /** Host, or host and port. */
  trustedHost: string[];
  acceptShared: boolean;
  oktaOnly: boolean;
  /** Login at Okta. */
  person?: string;
  personToken: string[];
  json: boolean;
  junit?: string;
  markdown?: string;
  adminEvidence?: string;
}

const DESCRIPTION =
  "Proves that every account of a deployed stack gets its token from Okta and opens Neo4j with exactly " +
  "the declared roles. Reads stack outputs and credentials; changes nothing.\n" +
  "Exit status: 0 proven, 1 a check failed, 2 usage, 3 not proven: something that a proof needs was not checked.";

/**
 * @returns undefined when the help has been printed.
 * @throws {VerifyError} `verify-usage` with exit status 2
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = contractOptions(new Command("npm run verify --"))
    .description(DESCRIPTION)
    .option("--credentials <file>", "client secrets as JSON, in the form of the output credentials")
    .option("--secrets <dir>", "secrets from files: <account>, and <account>.kid for private keys")
    .option("--secret-command <command>", "print a secret: 'vault read -field=secret {account}'")
    .option("--bolt-uri <uri>", "Bolt address from here, e.g. bolt://127.0.0.1:7687")
    .option("--http-uri <uri>", "HTTP address from here, e.g. http://127.0.0.1:7474")
    .option("--account <name>", "only this account (repeatable)", collect, [])
    .option("--concurrency <n>", "accounts at the same time", count, 8)
    .option("--rate <n>", "token requests per minute", count, 300)
    .option("--timeout <seconds>", "time for the whole run", count, 300)
    .option(
      "--break-glass",
      "log in with the native password too; on failure, read settings",
      false,
    )
    .option(
      "--okta-api",
      "read Okta's objects back (OKTA_ORG_URL, and a service app or a token in OKTA_*)",
      false,
    )
    .option("--accept-shared", "on a shared server, go without a look at other clients", false)
    .option("--okta-only", "ask no identity provider of people but Okta", false)
    .option("--person <login>", "why can this person not sign in? (Okta's login; --okta-api)")
    .option(
      "--person-token <file>",
      "log in with a token that a person got by a sign-in (repeatable)",
      collect,
      [],
    )
    .option("--outsider <file>", "JSON {clientId, clientSecret} of a client outside the policy")
    .option("--foreign-token <file>", "a token for another audience, which Neo4j must refuse")
    .option("--expired-token <file>", "an expired token, which Neo4j must refuse")
    .option(
      "--trusted-host <host>",
      "a host beside the issuer's that keys and tokens may come from (repeatable)",
      collect,
      [],
    )
    .option("--json", "print the report as JSON", false)
    .option("--junit <file>", "write a JUnit report")
    .option("--markdown <file>", "write a Markdown summary")
    .option(
      "--admin-evidence <file>",
      "once proven, write who got in as an administrator: neo4j.nativeLogin: false needs it",
    );
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  refuseSources(options, "contract", usage);
  if (options.person !== undefined && !options.oktaApi && !options.breakGlass) {
    throw usage(
      "--person needs --okta-api (status and groups at Okta), --break-glass (the local user), or both",
    );
  }
  return options;
}

function usage(message: string): VerifyError {
  const sentence = message.replace(/\.$/, "");
  return new VerifyError("verify-usage", `${sentence}. See npm run verify -- --help.`, EXIT.usage);
}
