import { Command, Option } from "commander";
import { parseCommand } from "../command/command.ts";
import { usageOf } from "../command/options.ts";

/** The command line of `npm run account`; its help says what each option is for. */
export interface Options {
  name: string;
  stack: string;
  project: string;
  groups: string[];
  owner?: string;
  purpose?: string;
  clientId?: string;
  credential: "client_secret" | "private_key";
  jwksUri?: string;
  /** A namespace, or namespace/name of the Secret. */
  deliverTo?: string;
}

const usage = usageOf("account-usage", "account");

const DESCRIPTION =
  "Adds a service account to Pulumi.<stack>.yaml: comments stay, the settings are checked as a whole, and the file is written " +
  "whole or not at all. Prints what it gained and what comes next. Nothing changes at Okta before npm run up.\n" +
  "Exit status: 0 added, 1 the settings do not allow it, 2 usage, 3 the file could not be read or written.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `account-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run account --")
    .usage("add NAME --stack NAME --groups a,b [options]")
    .description(DESCRIPTION)
    .argument("[action]", "add")
    .argument("[name]", "name of the account, and its client id unless one is given")
    .option("--stack <name>", "the stack: its settings are Pulumi.<name>.yaml", "dev")
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--groups <list>", "groups of its tokens, with commas", listOf)
    .option("--owner <text>", "the person or team to ask; required in production")
    .option("--purpose <text>", "what the account is for")
    .option("--client-id <id>", "OAuth client id (default: the name)")
    .addOption(
      new Option("--credential <kind>", "how it proves itself")
        .choices(["client_secret", "private_key"])
        .default("client_secret"),
    )
    .option("--jwks-uri <url>", "for a private key: where Okta fetches the public keys")
    .option(
      "--deliver-to <namespace>",
      "for a client secret: namespace, or namespace/name, of a Kubernetes Secret",
    );
  const options = parseCommand<Omit<Options, "name">>(command, argv, write, usage);
  if (options === undefined) return undefined;
  const [action, name] = command.args;
  if (action !== "add" || name === undefined) throw usage("say what to do: add NAME");
  if (options.groups === undefined) throw usage("--groups is missing");
  if (options.jwksUri !== undefined && options.credential !== "private_key") {
    throw usage("--jwks-uri needs --credential private_key");
  }
  return { ...options, name };
}

function listOf(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}
