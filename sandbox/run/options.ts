import { Command, CommanderError, InvalidArgumentError } from "commander";
import { SandboxError } from "../errors.ts";

export interface Options {
  stack: string;
  once: boolean;
  keep: boolean;
  doctor: boolean;
  chart?: string;
  oktaPort: number;
}

/**
 * The command line of `npm run sandbox`.
 *
 * @returns undefined when the help has been printed.
 * @throws SandboxError with exit status 2 on an option that is unknown or malformed.
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run sandbox --")
    .description(
      "Rehearses this project's stack on loopback: preview, up, a login per account, a second preview, destroy.\n" +
        "Nothing leaves this machine but downloads of tools; no Okta org and no cluster is touched.",
    )
    .option("--stack <name>", "stack to rehearse: its settings are Pulumi.<name>.yaml", "dev")
    .option("--once", "destroy and stop after the proof, in place of staying up", false)
    .option("--keep", "leave the run's folder (state, logs, mounted configuration) in place", false)
    .option("--chart <path>", "install this Neo4j chart (a folder or .tgz)")
    .option("--okta-port <port>", "loopback port of the Okta emulator (0: a free one)", port, 0)
    .option("--doctor", "print where each tool comes from, and stop", false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return undefined;
    throw new SandboxError(
      "sandbox-usage",
      `${error.message.replace(/^error: /, "")}. See npm run sandbox -- --help.`,
      { exitCode: 2 },
    );
  }
  return command.opts<Options>();
}

function port(value: string): number {
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number > 65_535) {
    throw new InvalidArgumentError("a port is a whole number from 0 to 65535");
  }
  return number;
}
