import { type Command, CommanderError } from "commander";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import { swallowedOption } from "../access/npm-options.ts";
import { visible } from "./reports/visible.ts";

/** The process around a run. */
export interface Surroundings {
  /** Standard output. */
  write(text: string): void;
  /** Standard error. */
  writeError(text: string): void;
  input: NodeJS.ReadableStream;
}

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

/**
 * Tells an expected error in words that cannot move the cursor or hide text.
 *
 * @returns its code
 * @throws what is no expected error
 */
export function tellError(
  error: unknown,
  { writeError }: Pick<Surroundings, "writeError">,
): ErrorCode {
  if (!(error instanceof Neo4jOktaError)) throw error;
  writeError(`${error.message.split("\n").map(visible).join("\n")} (${error.code})\n`);
  return error.code;
}
