import { InvalidArgumentError } from "commander";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";

/** Makes the error of a wrong command line of `npm run <script>`. */
export function usageOf(code: ErrorCode, script: string): (message: string) => Neo4jOktaError {
  return (message) => {
    const sentence = message.replace(/\.$/, "");
    return new Neo4jOktaError(code, `${sentence}. See npm run ${script} -- --help.`);
  };
}

/** The values of an option that can be given more than once. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** @throws InvalidArgumentError */
export function count(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) {
    throw new InvalidArgumentError("it takes a whole number from 1 to 999999");
  }
  return Number(value);
}

/** @throws what `usage` makes, unless the command line names one source, and a stack by a name */
export function refuseSources<Source extends string>(
  options: Partial<Record<"stack" | Source, string>>,
  source: Source,
  usage: (message: string) => Error,
): void {
  const { stack }: { stack?: string } = options;
  if ((stack === undefined) === (options[source] === undefined)) {
    throw usage(`give either --stack NAME or --${source} FILE`);
  }
  if (stack?.startsWith("-")) throw usage(`--stack ${stack} is no stack name`);
}
