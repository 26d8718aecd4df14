import { parseArgs } from "node:util";
import { type Benchmark, oktaTokens, reachesGoal, render } from "@neo4j-okta/sandbox/bench";
import { Help } from "commander";
import { checks } from "./checks.ts";
import { policy } from "./policy.ts";
import { review } from "./review.ts";
import { stack } from "./stack.ts";
import { tokens } from "./tokens.ts";

/** Every benchmark, by the name it is asked for with. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  checks,
  "okta-tokens": oktaTokens,
  policy,
  review,
  stack,
  tokens,
};

const help = new Help();

const usage = `Usage: npm run bench -- [--quick] [NAME...]

Runs the named benchmarks, or all of them; with --quick at a tenth of the load,
which tells less.
Exit status: 0 every goal reached, 1 a goal missed, 2 usage.

${Object.entries(benchmarks)
  .map(([name, { summary }]) => help.formatItem(name, 16, summary, help))
  .join("\n")}`;

/** Runs what the command line names; gives the exit status. */
async function main(argv: string[]): Promise<number> {
  const request = read(argv);
  if (typeof request === "string") {
    console.error(`${request}\n\n${usage}`);
    return 2;
  }
  if (request.help) {
    console.log(usage);
    return 0;
  }
  let status = 0;
  for (const [name, benchmark] of request.chosen) {
    console.log(`${name}: ${benchmark.summary}`);
    const progress = (line: string) => console.error(`  ${line}`);
    const measurements = await benchmark.run(progress, request.quick ? 0.1 : 1);
    console.log(`${render(measurements)}\n`);
    if (!measurements.every(reachesGoal)) status = 1;
  }
  return status;
}

interface Request {
  readonly help: boolean;
  readonly quick: boolean;
  readonly chosen: readonly (readonly [string, Benchmark])[];
}

/** What the command line asks for, or what is wrong with it. */
function read(argv: string[]): Request | string {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { help: { type: "boolean", short: "h" }, quick: { type: "boolean" } },
      allowPositionals: true,
    });
    const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name));
    if (unknown !== undefined) return `There is no benchmark "${unknown}".`;
    const all = Object.entries(benchmarks);
    const chosen = all.filter(([name]) => positionals.length === 0 || positionals.includes(name));
    return { help: values.help ?? false, quick: values.quick ?? false, chosen };
  } catch (error) {
    return (error as Error).message;
  }
}

process.exitCode = await main(process.argv.slice(2));
