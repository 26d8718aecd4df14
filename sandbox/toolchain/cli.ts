import { Command, CommanderError } from "commander";
import { SandboxError } from "../errors.ts";
import { swallowedOption } from "../npm-options.ts";
import { sentence } from "../terminal.ts";
import { ciCache } from "./cache-key.ts";
import { DIGESTS_FILE } from "./digests.ts";
import { doctor } from "./doctor.ts";
import { locateToolchain } from "./locate.ts";
import { locateProviderPlugins } from "./plugins.ts";
import { publishedDigests } from "./published-digests.ts";

/**
 * `npm run toolchain`: prepares every tool of a rehearsal, so that the rehearsal itself starts at once.
 *
 * @returns the exit status: 0 ready, 1 a tool cannot be had, 2 usage, 130 interrupted
 */
export async function main(argv: readonly string[]): Promise<number> {
  const write = (text: string): void => void process.stdout.write(text);
  const command = new Command("npm run toolchain --")
    .description(
      "Finds the real programs of a rehearsal, and downloads or builds the missing ones.",
    )
    .option("--doctor", "only print where each part comes from; change nothing", false)
    .option("--digests", `print what ${DIGESTS_FILE} has to hold; change nothing`, false)
    .option(
      "--cache-key",
      "print path= and key= of the tools for a CI's cache; change nothing",
      false,
    )
    .allowExcessArguments(false)
    .exitOverride();
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const { signal } = interrupted;
  try {
    const options = command
      .parse(argv, { from: "user" })
      .opts<{ doctor: boolean; digests: boolean; cacheKey: boolean }>();
    const taken = swallowedOption(command, process.env);
    if (taken !== undefined) command.error(taken);
    if (options.cacheKey) {
      const { path, key } = await ciCache();
      write(`path=${path}\nkey=${key}\n`);
      return 0;
    }
    if (options.digests) {
      write(`${JSON.stringify(await publishedDigests({ signal }), null, 2)}\n`);
      return 0;
    }
    if (!options.doctor) {
      const onProgress = ({ message }: { message: string }): void => {
        process.stderr.write(`${message}\n`);
      };
      const tools = await locateToolchain({ onProgress, signal });
      await locateProviderPlugins({ pulumi: tools.pulumi.path, onProgress, signal });
    }
    return await doctor({ write, signal });
  } catch (error) {
    if (signal.aborted) {
      process.stderr.write("Interrupted: what was not finished has been removed.\n");
      return 130;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof SandboxError)) throw error;
    const text = sentence(`${error.message} (${error.code})`, process.stderr.columns);
    process.stderr.write(`${text}\n`);
    return 1;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
