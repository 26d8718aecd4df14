import { Command, InvalidArgumentError } from "commander";
import { OktaEmulator, type OktaEmulatorOptions } from "./emulator.ts";
import { EmulatorError } from "./emulator-error.ts";

/** Exit codes by the signal that ended it: 128 and its number. */
const ENDED_BY = { SIGINT: 130, SIGTERM: 143 } as const;

const program = new Command("okta")
  .description(
    "Runs an emulated Okta org on this machine: management API, authorization servers, tokens. " +
      "It stands in for Okta while you try things out; it is not Okta and keeps nothing.",
  )
  .option("--port <number>", "port to listen on; a free one by default", parsePort)
  .option("--host <address>", "loopback address to listen on", "127.0.0.1")
  .option("--control", "serve the request log and the fault controls under /_sandbox")
  .allowExcessArguments(false)
  .exitOverride()
  .action(run);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

async function run(options: OktaEmulatorOptions): Promise<void> {
  const okta = new OktaEmulator(options);
  const signal = Promise.withResolvers<keyof typeof ENDED_BY>();
  process.once("SIGINT", signal.resolve).once("SIGTERM", signal.resolve);
  await okta.start();
  console.log(introduction(okta, options.control ?? false));
  process.exitCode = ENDED_BY[await signal.promise];
  await okta.stop();
}

function introduction({ url, accessToken, apiToken }: OktaEmulator, control: boolean): string {
  const lines = [
    `Emulated Okta org: ${url}`,
    "A stand-in for Okta, in memory and on this machine only. Ctrl-C ends it and forgets everything.",
    "",
    "Management API, as Bearer (all scopes) or as SSWS:",
    `  curl -H 'Authorization: Bearer ${accessToken}' ${url}/api/v1/apps`,
    `  curl -H 'Authorization: SSWS ${apiToken}' ${url}/api/v1/users/me`,
    "",
    "A token from the authorization server 'default', for an app that an access policy there allows:",
    `  curl -u CLIENT_ID:CLIENT_SECRET -d grant_type=client_credentials -d scope=SCOPE ${url}/oauth2/default/v1/token`,
    "",
    `Discovery: ${url}/oauth2/default/.well-known/openid-configuration`,
  ];
  if (control) {
    lines.push(
      `Request log: curl -H 'Authorization: Bearer ${accessToken}' ${url}/_sandbox/log`,
      `Faults: POST ${url}/_sandbox/faults, such as {"kind":"rate-limit","resetSeconds":5,"path":"/api/v1/apps","count":1}`,
    );
  }
  return lines.join("\n");
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError("It must be a number from 0 (a free port) to 65535.");
  }
  return Number(text);
}

/** 0 after --help, 2 for bad usage, 1 for anything else; commander prints its own messages. */
function exitCodeOf(error: unknown): number {
  if (error instanceof EmulatorError) {
    console.error(`error: ${error.message}`);
    return error.code === "host_not_loopback" ? 2 : 1;
  }
  const { exitCode, code } = error as { exitCode?: number; code?: string };
  if (code?.startsWith("commander.")) return exitCode === 0 ? 0 : 2;
  throw error;
}
