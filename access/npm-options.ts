/** An option of a command line, as commander has it. */
interface CommandOption {
  long?: string | undefined;
  negate: boolean;
  name(): string;
  attributeName(): string;
}

/** A command that has parsed its arguments, as commander has it. */
interface ParsedCommand {
  options: readonly CommandOption[];
  getOptionValueSource(name: string): string | undefined;
}

/**
 * npm takes options before `--` for itself, and tells its script only by a variable.
 *
 * @returns a sentence about the first option that npm took, or undefined
 */
export function swallowedOption(
  command: ParsedCommand,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const script = environment.npm_lifecycle_event;
  if (!script) return undefined;
  const taken = command.options.find((option) => {
    const name = option.name().replace(/^no-/, "").replaceAll("-", "_");
    const value = environment[`npm_config_${name}`];
    const isTaken = option.negate ? value === "" : Boolean(value);
    return isTaken && command.getOptionValueSource(option.attributeName()) !== "cli";
  });
  if (taken === undefined) return undefined;
  return `npm took ${taken.long} for itself. Fix: write -- before the options: npm run ${script} -- ${taken.long}`;
}
