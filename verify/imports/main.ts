import { Command } from "commander";
import { jsonText } from "../../access/json.ts";
import { parseCommand } from "../../command/command.ts";
import { OktaApi } from "../../okta-api/client.ts";
import { READ_SCOPES } from "../../okta-api/scopes.ts";
import { describe, EXIT, VerifyError } from "../errors.ts";
import { readText } from "../inputs/json-file.ts";
import { oktaApiFrom } from "../inputs/okta-api.ts";
import type { Surroundings } from "../main.ts";
import { plannedCreates, previewCreates } from "./plan.ts";
import { findLost, renderText } from "./report.ts";

interface Options {
  stack?: string;
  preview?: string;
  json: boolean;
}

/**
 * Finds what a create left at Okta whose answer was lost. Changes nothing.
 *
 * @returns the exit status: 0 nothing was lost, 1 something was, 2 usage, 3 it could not look
 */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (!options) return EXIT.proven;
    const { stack, preview } = options;
    const scopes = [...READ_SCOPES.services, ...READ_SCOPES.people];
    const access = await oktaApiFrom(around.environment, scopes, "npm run imports");
    const planned =
      preview === undefined
        ? await previewCreates(stack ?? "")
        : plannedCreates(await readText(preview, "--preview"), `--preview ${preview}`);
    const lost = await findLost(planned, new OktaApi(access), stack);
    around.write(options.json ? jsonText({ version: 1, lost }) : renderText(lost));
    return lost.length === 0 ? EXIT.proven : EXIT.failed;
  } catch (error) {
    around.writeError(`${describe(error, around.columns)}\n`);
    return error instanceof VerifyError ? error.exitCode : EXIT.notChecked;
  }
}

function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run imports --")
    .description(
      "Finds what a failed pulumi up created at Okta and the state does not have, as the answer was lost, and " +
        "prints the pulumi import line of each object. Runs a preview and reads Okta (OKTA_ORG_URL, and " +
        "OKTA_API_CLIENT_ID with OKTA_API_PRIVATE_KEY, OKTA_ACCESS_TOKEN or OKTA_API_TOKEN); changes nothing.\n" +
        "Exit status: 0 nothing was lost, 1 something was, 2 usage, 3 it could not look.",
    )
    .option("--stack <name>", "preview this stack through the Pulumi CLI")
    .option("--preview <file>", "read what pulumi preview --json printed instead")
    .option("--json", "print what was found as JSON", false);
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  if (options.stack === undefined && options.preview === undefined) {
    throw usage("give --stack NAME or --preview FILE");
  }
  if (options.stack?.startsWith("-")) throw usage(`--stack ${options.stack} is no stack name`);
  return options;
}

function usage(message: string): VerifyError {
  const what = message.replace(/\.$/, "");
  return new VerifyError("imports-usage", `${what}. See npm run imports -- --help.`, EXIT.usage);
}
