import { resolve } from "node:path";
import { Command, Option } from "commander";
import { IDENTITIES, type Identity } from "../access/okta-rights/plan.ts";
import { parseCommand } from "../command/command.ts";
import { usageOf } from "../command/options.ts";
import { type SecretName, secretName } from "../command/secret-name.ts";
import { SIZES } from "./key.ts";

/** The command line of `npm run keygen`; its help says what each option is for. */
export interface Options {
  account?: string;
  identity?: Identity;
  stack?: string;
  project: string;
  size: (typeof SIZES)[number];
  /** A file, or - for standard input. */
  from?: string;
  output?: string;
  secret?: SecretName;
  to?: string;
  write?: boolean;
  /** A file. */
  jwks?: string;
}

const usage = usageOf("keygen-usage", "keygen");

const DESCRIPTION =
  "Makes an RSA key pair for a service account, or for an identity of bootstrap/. The private key (PKCS#8 PEM) goes into a new " +
  "file, a Kubernetes Secret or a command, and is never printed. The public key is printed as the stack's file takes it; its " +
  "kid is its thumbprint (RFC 7638).\n" +
  "Exit status: 0 done, 2 usage, 3 something was refused or could not be written.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `keygen-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run keygen --")
    .description(DESCRIPTION)
    .option("--account <name>", "the account in the stack's file")
    .addOption(
      new Option("--identity <name>", "the identity of bootstrap/").choices([...IDENTITIES]),
    )
    .option("--stack <name>", "look the account up in Pulumi.<name>.yaml")
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .addOption(new Option("--size <bits>", "bits of the key").choices(SIZES).default(SIZES[0]))
    .option(
      "--from <file>",
      "take this private key instead: PKCS#8 or PKCS#1 PEM (- is standard input)",
    )
    .option("--output <file>", "write the private key into this new file, mode 0600")
    .option(
      "--secret <namespace/name>",
      "put the private key and its kid into this Kubernetes Secret of the current context",
    )
    .option(
      "--to <command>",
      "hand the private key to this command: 'vault kv put secret/etl private_key=-'",
    )
    .option("--write", "write the public key into the stack's file; needs --account and --stack")
    .option(
      "--jwks <file>",
      "write the public key into this JWKS document, beside the keys that are there",
    );
  const options = parseCommand<Omit<Options, "secret"> & { secret?: string }>(
    command,
    argv,
    write,
    usage,
  );
  if (options === undefined) return undefined;
  const { account, identity, stack, from, output, secret, to } = options;
  const places = [output, secret, to].filter((place) => place !== undefined);
  if (places.length > 1) throw usage("give one of --output, --secret and --to");
  if (places.length === 0 && from === undefined) {
    throw usage(
      "say where the private key goes: --output FILE, --secret NAMESPACE/NAME or --to COMMAND",
    );
  }
  if (output === "-") throw usage("--output takes a file: a private key is never printed");
  if (from !== undefined && command.getOptionValueSource("size") === "cli") {
    throw usage("--size is of a key that is made, not of one that is given by --from");
  }
  if (account !== undefined && identity !== undefined) {
    throw usage("give one of --account and --identity");
  }
  if (options.write && (account === undefined || stack === undefined)) {
    throw usage("--write needs --account NAME and --stack NAME");
  }
  if (
    output !== undefined &&
    options.jwks !== undefined &&
    resolve(output) === resolve(options.jwks)
  ) {
    throw usage(
      "--output and --jwks are one file: the public key would take the private key's place",
    );
  }
  if (to?.trim() === "") throw usage("--to takes a command");
  const { secret: _, ...others } = options;
  return { ...others, ...(secret === undefined ? {} : { secret: secretName(secret, usage) }) };
}
