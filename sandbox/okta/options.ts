import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { swallowedOption } from "../npm-options.ts";
import { PLANS } from "./http/rate-limit.ts";
import { TOKEN_VARIABLES } from "./token-variables.ts";

const { accessToken: ACCESS, apiToken: API } = TOKEN_VARIABLES;

/** What the command line says. */
export interface CliOptions {
  port?: number;
  host: string;
  /** Address by which clients reach the org, without a path. */
  publicUrl?: string;
  /** True: a certificate is made for the run. */
  tls?: boolean;
  /** PEM files of a certificate and its key; both or none. */
  tlsCert?: string;
  tlsKey?: string;
  /** Files that hold a management token each. */
  accessTokenFile?: string;
  apiTokenFile?: string;
  /** File of what the org holds from its start. */
  seed?: string;
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
  const command = new Command("npm run okta --")
    .description(
      "Runs an emulated Okta org on this machine: management API, authorization servers, tokens. " +
        "It stands in for Okta while you try things out; it is not Okta and keeps nothing.",
    )
    .option("--port <number>", "port to listen on; a free one by default", parsePort)
    .option(
      "--host <address>",
      "address to listen on; with another one than loopback, others can use the org",
      "127.0.0.1",
    )
    .option(
      "--public-url <url>",
      "address by which clients reach the org, for issuers and links",
      parsePublicUrl,
    )
    .option("--seed <file>", "what the org holds from its start: see docs/okta-emulator.md")
    .option("--access-token-file <file>", `the management API's Bearer token; or ${ACCESS}`)
    .option("--api-token-file <file>", `the management API's SSWS token; or ${API}`)
    .addOption(
      new Option("--tls", "speak TLS with a certificate made for the run").conflicts("tlsCert"),
    )
    .option("--tls-cert <file>", "speak TLS with this certificate (PEM)")
    .option("--tls-key <file>", "its key (PEM, without a passphrase)")
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
    const options = command.parse(args, { from: "user" }).opts<CliOptions>();
    const taken = swallowedOption(command, process.env);
    if (taken !== undefined) command.error(`error: ${taken}`);
    if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
      command.error("error: --tls-cert and --tls-key go together: give both or none");
    }
    return options;
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

function parsePublicUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.origin !== text.replace(/\/$/, "")) {
    throw new InvalidArgumentError("It must be an http or https address without a path.");
  }
  return url.origin;
}
