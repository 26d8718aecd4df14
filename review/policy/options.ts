import { Command } from "commander";
import { parseCommand } from "../../command/command.ts";
import { usageOf } from "../../command/options.ts";
import { stateOptions } from "../input.ts";

/** The command line of `npm run policy`; its help says what each option is for. */
export interface Options {
  stack?: string;
  /** A file, or - for standard input. */
  state?: string;
  project: string;
  config?: string;
  baseline?: boolean;
  explain?: string;
  json?: boolean;
}

const usage = usageOf("policy-usage", "policy");

const DESCRIPTION =
  "Judges what is deployed of a stack by the policy pack in policy/. It changes nothing, and the pack sees no " +
  "secret of the state. Needs Pulumi 3.249 or newer.\n" +
  "Exit status: 0 no mandatory rule is broken, 1 some are, 2 usage, 3 it could not be looked at.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `policy-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = stateOptions(new Command("npm run policy --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--config <file>",
      "configuration of the pack, e.g. policy/production.json (docs/policies.md)",
    )
    .option(
      "--baseline",
      "print the configuration by which the rule deletion-needs-flag knows what is there now",
    )
    .option("--json", "print what was found as JSON (docs/schemas/policy.schema.json)")
    .option("--explain <rule>", "say what a rule wants, why, and how it is configured");
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  const { stack, state, explain } = options;
  if ([stack, state, explain].filter((one) => one !== undefined).length !== 1) {
    throw usage("give one of --stack NAME, --state FILE and --explain RULE");
  }
  if (stack?.startsWith("-")) throw usage(`--stack ${stack} is no stack name`);
  return options;
}
