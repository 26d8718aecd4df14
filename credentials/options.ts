import { Command, Option } from "commander";
import { parseCommand } from "../command/command.ts";
import { contractOptions } from "../command/contract.ts";
import { refuseSources, usageOf } from "../command/options.ts";
import { type SecretName, secretName } from "../command/secret-name.ts";
import type { Format, Store } from "./formats/format.ts";
import { FORMATS } from "./formats/index.ts";

/** The command line of `npm run credentials`; its help says what each option is for. */
export interface Options {
  stack?: string;
  contract?: string;
  credentials?: string;
  project: string;
  account: string;
  format: Format;
  boltUri?: string;
  database?: string;
  privateKey?: string;
  privateKeyPath?: string;
  kid?: string;
  secret?: SecretName;
  entry?: string;
  store?: Store;
  /** A file. */
  output?: string;
  show?: boolean;
}

/** A wrong command line, or place to write to. */
export const usage = usageOf("credentials-usage", "credentials");

const DESCRIPTION =
  "Writes what a service needs to open Neo4j as its account, in the form that it takes (docs/credentials.md). A form that " +
  "holds a secret is not written to a terminal.\n" +
  "Exit status: 0 written, 2 usage, 3 something could not be read or written.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `credentials-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = contractOptions(new Command("npm run credentials --"))
    .description(DESCRIPTION)
    .option("--credentials <file>", "client secrets as JSON, in the form of the output credentials")
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--account <name>", "whose credentials")
    .addOption(new Option("--format <name>", "the form").choices(Object.keys(FORMATS)))
    .option("--bolt-uri <uri>", "address of Neo4j for the service (default: inside the cluster)")
    .option("--database <name>", "database to use (default: the home database)")
    .option("--private-key <file>", "put this private key in, and its thumbprint as kid")
    .option("--private-key-path <path>", "where the service finds its private key; needs --kid")
    .option(
      "--kid <kid>",
      "kid of its public key at Okta (default of --private-key: its thumbprint)",
    )
    .option("--secret <namespace/name>", "k8s, eso, eso-push: the Secret (default: <account>-okta)")
    .option(
      "--entry <name>",
      "eso, eso-push, vault, aws, azure, gcp: the entry in the secret store (default: the account)",
    )
    .option(
      "--store <name>",
      "eso, eso-push: the SecretStore, or ClusterSecretStore/NAME; azure: the vault",
    )
    .option("--output <file>", "write this file, mode 0600, and nothing to standard output")
    .option("--show", "write a secret to a terminal");
  type Raw = Omit<Options, "format" | "secret" | "store"> &
    Partial<Record<"format" | "secret" | "store", string>>;
  const options = parseCommand<Raw>(command, argv, write, usage);
  if (options === undefined) return undefined;
  const { format: name, secret, store, ...others } = options;
  refuseSources(options, "contract", usage);
  if (options.account === undefined) throw usage("--account is missing");
  const format = FORMATS[name ?? ""];
  if (name === undefined || format === undefined) throw usage("--format is missing");
  for (const option of ["secret", "entry", "store"] as const) {
    if (options[option] !== undefined && !format.options.includes(option)) {
      throw usage(`--${option} is not for --format ${name}`);
    }
  }
  if (format.options.includes("store") && store === undefined) {
    throw usage(`--format ${name} needs --store NAME`);
  }
  // Comments of a script end with their line, and a command takes a hyphen for an option.
  if (/\p{Cc}|^-/u.test(options.entry ?? options.account)) {
    throw usage("--entry and --account take names without control characters, and no hyphen first");
  }
  if (options.privateKey !== undefined && options.privateKeyPath !== undefined) {
    throw usage("give one of --private-key and --private-key-path");
  }
  return {
    ...others,
    format,
    ...(secret === undefined ? {} : { secret: secretName(secret, usage) }),
    ...(store === undefined ? {} : { store: storeOf(store) }),
  };
}

function storeOf(text: string): Store {
  const [kind, name] = text.split("/");
  return kind === "ClusterSecretStore" && name
    ? { kind, name }
    : { kind: "SecretStore", name: text };
}
