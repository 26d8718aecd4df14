import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { PLANS } from "./http/rate-limit.ts";

/** What the command line says. */
export interface CliOptions {
  port?: number;
  host: string;
  control?: boolean;
  /** False for an org without custom authorization servers. */
  apiAccessManagement: boolean;
  /** Plan whose documented rate limits apply; none that a laptop can reach by default. */
  limits?: keyof typeof PLANS;
}

/** How the command line is to end without running anything. */
interface CliExit {
  /** 0 after the help, 2 after bad usage. */
  exitCode: 0 | 2;
  /** What to print: the help, or one sentence. */
  text: string;
}

/** Reads the arguments behind the script's name; returns how to end for `--help` and for bad usage. */
export function parseOptions(args: readonly string[]): CliOptions | CliExit {
  let text = "";
  const write = (part: string) => {
    text += part;
  };
  const command = new Command("okta")
    .description(
      "Runs an emulated Okta org on this machine: management API, authorization servers, tokens. " +
        "It stands in for Okta while you try things out; it is not Okta and keeps nothing.",
    )
    .option("--port <number>", "port to listen on; a free one by default", parsePort)
    .option("--host <address>", "loopback address to listen on", "127.0.0.1")
    .option("--control", "serve the request log and the fault controls under /_sandbox")
    .addOption(
      new Option("--limits <plan>", "apply the rate limits documented for this plan").choices(
        Object.keys(PLANS),
      ),
    )
    .option("--no-api-access-management", "an org that has no custom authorization servers")
    .allowExcessArguments(false)
    .configureOutput({ writeOut: write, writeErr: write })
    .exitOverride();
  try {
    return command.parse(args, { from: "user" }).opts<CliOptions>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { exitCode: error.exitCode === 0 ? 0 : 2, text };
  }
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError("It must be a number from 0 (a free port) to 65535.");
  }
  return Number(text);
}
