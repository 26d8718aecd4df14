import { type Command, CommanderError } from "commander";
import { swallowedOption } from "../access/npm-options.ts";

/**
 * Parses a command line. Its help is 80 columns wide.
 *
 * @param refuse makes the error for a wrong command line
 * @returns undefined when the help has been printed
 */
export function parseCommand<T extends object>(
  command: Command,
  argv: readonly string[],
  write: (text: string) => void,
  refuse: (message: string) => Error,
): T | undefined {
  command
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} })
    .configureHelp({ helpWidth: 80 });
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return undefined;
    throw refuse(error.message.replace("error: ", ""));
  }
  const taken = swallowedOption(command, process.env);
  if (taken !== undefined) throw refuse(taken);
  return command.opts<T>();
}
