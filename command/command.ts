import { type Command, CommanderError, Help } from "commander";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import { swallowedOption } from "../access/npm-options.ts";
import { visible } from "../access/visible.ts";

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
    .configureHelp({
      helpWidth: 80,
      // A switch is off and a list is empty unless given: their defaults say nothing.
      optionDescription: (option) =>
        option.defaultValue === false || Object(option.defaultValue).length === 0
          ? option.description
          : new Help().optionDescription(option),
    });
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
 * Tells an error in words that cannot move the cursor or hide text; one that nobody expected with where
 * it was thrown.
 *
 * @param usage codes of a wrong command line or environment
 * @returns the exit status: 2 for those, else 3, as nothing was looked at
 */
export function exitOf(
  error: unknown,
  { writeError }: Pick<Surroundings, "writeError">,
  usage: readonly ErrorCode[],
): 2 | 3 {
  const isExpected = error instanceof Neo4jOktaError;
  const text = isExpected
    ? `${error.message} (${error.code})`
    : String(Object(error).stack ?? error);
  writeError(`${text.split("\n").map(visible).join("\n")}\n`);
  return isExpected && usage.includes(error.code) ? 2 : 3;
}
