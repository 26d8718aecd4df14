import { Command, Option } from "commander";
import { IDENTITIES, type Identity } from "../access/okta-rights/plan.ts";
import { parseCommand } from "../command/command.ts";
import { usageOf } from "../command/options.ts";
import { previewOptions } from "../review/input.ts";

/** The command line of `npm run doctor`; its help says what each option is for. */
export interface Options {
  stack?: string;
  /** A file, or - for standard input. */
  preview?: string;
  /** A file. */
  plan?: string;
  project: string;
  as: Identity;
  context?: string;
  oktaOnly?: boolean;
  /** A file, or - for standard input. */
  log?: string;
  json?: boolean;
}

const usage = usageOf("doctor-usage", "doctor");

const DESCRIPTION =
  "Says before a deployment whether it would be allowed and would fit: the credential for Okta with its scopes, " +
  "each permission by a harmless read or by a call that Okta refuses anyway, the authorization server, Okta's rate " +
  "limits, rights in the cluster, the chart, the licence, the engine and its backend. It changes nothing (OKTA_ORG_URL, and " +
  "OKTA_API_CLIENT_ID with OKTA_API_PRIVATE_KEY, OKTA_ACCESS_TOKEN or OKTA_API_TOKEN). Or says, after one has " +
  "failed, what Okta meant (--log).\n" +
  "Exit status: 0 nothing stands in the way, 1 something does, 2 usage, 3 something could not be looked at.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `doctor-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = previewOptions(new Command("npm run doctor --"))
    .description(DESCRIPTION)
    .option(
      "--plan <file>",
      "look for the rights of this plan, which npm run deployer has written (- is standard input; default: what the preview needs)",
    )
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .addOption(
      new Option("--as <identity>", "whose rights the credential has to have")
        .choices([...IDENTITIES])
        .default("deployer"),
    )
    .option("--context <name>", "context of the kubeconfig (default: its current one)")
    .option("--okta-only", "look at Okta alone")
    .option(
      "--log <file>",
      "say what Okta's errors in a log of pulumi up mean (- is standard input)",
    )
    .option("--json", "print the findings as JSON (docs/schemas/doctor.schema.json)");
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  const { stack, preview, plan, log } = options;
  if (stack?.startsWith("-")) throw usage(`--stack ${stack} is no stack name`);
  if (stack !== undefined && preview !== undefined) {
    throw usage("--stack and --preview both say what will be deployed: give one");
  }
  if (preview === "-" && plan === "-") throw usage("--preview and --plan cannot both be -");
  const sources = [stack, preview, plan].filter((source) => source !== undefined);
  if (log !== undefined && sources.length > 0) throw usage("--log goes with no other source");
  if (log === undefined && sources.length === 0) {
    throw usage("give --stack NAME, --preview FILE, --plan FILE, or --log FILE");
  }
  return options;
}
