import { Command } from "commander";
import writeFileAtomic from "write-file-atomic";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonText } from "../access/json.ts";
import { exitOf, parseCommand, type Surroundings } from "../command/command.ts";
import { type ContractSource, contractOptions, readContract } from "../command/contract.ts";
import { collect, refuseSources, usageOf } from "../command/options.ts";
import { type BrowserConfig, browserConfig } from "./discovery.ts";

interface Options extends ContractSource {
  id: string[];
  browser?: string;
  output?: string;
}

const usage = usageOf("browser-config-usage", "browser-config");

const DESCRIPTION =
  "Writes the discovery file of a stack's sign-ins, for a Neo4j Browser that does not get them from Neo4j " +
  "itself: an older one, or one on another host. It changes nothing else.\n" +
  "Exit status: 0 written, 2 usage, 3 the stack could not be read, or the file not written.";

/** @returns the exit status: 0 written, 2 usage, 3 could not look */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (options === undefined) return 0;
    const contract = await readContract(options, "browser-config-contract");
    const config = browserConfig(contract, { browser: options.browser, ids: options.id });
    await write(config, options.output, around);
    return 0;
  } catch (error) {
    return exitOf(error, around, ["browser-config-usage"]);
  }
}

function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = contractOptions(new Command("npm run browser-config --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--id <id>", "a sign-in that is wanted (repeatable). Default: all", collect, [])
    .option("--browser <address>", "the address of Browser. Default: the first of the sign-ins")
    .option("--output <file>", "write the file here. Default: standard output");
  const options = parseCommand<Options>(command, argv, write, usage);
  if (options === undefined) return undefined;
  refuseSources(options, "contract", usage);
  return options;
}

async function write(
  { browser, discovery, withoutSecret }: BrowserConfig,
  output: string | undefined,
  around: Surroundings,
): Promise<void> {
  const text = jsonText(discovery);
  if (output === undefined) around.write(text);
  else {
    await writeFileAtomic(output, text).catch((error: NodeJS.ErrnoException) => {
      throw new Neo4jOktaError(
        "browser-config-output",
        `${output} cannot be written (${error.code}).`,
      );
    });
  }
  for (const id of withoutSecret) {
    around.writeError(
      `${id}: Google asks for the client secret, which no output of the stack holds. Add to its entry\n` +
        '  "token_params": { "client_secret": "..." }\n',
    );
  }
  around.writeError(
    "Serve the file where Browser can read it, with CORS for its origin, and open\n" +
      `  ${browser}?discoveryURL=https://HOST/discovery.json\n`,
  );
}
