import { parseArgs } from "node:util";
import { type Benchmark, reachesGoal, render } from "./benchmark.ts";
import { oktaTokens } from "./okta-tokens.ts";

/** Every benchmark, by the name it is asked for with. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  "okta-tokens": oktaTokens,
};

const usage = `Usage: npm run bench [-- NAME...]

Runs the named benchmarks, or all of them. Exit status 0: every goal reached, 1: a goal missed,
2: no such benchmark.

${Object.entries(benchmarks)
  .map(([name, { summary }]) => `  ${name.padEnd(16)} ${summary}`)
  .join("\n")}`;

/** Runs what the command line names; gives the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) {
    console.error(`There is no benchmark "${unknown}".\n\n${usage}`);
    return 2;
  }
  let status = 0;
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.log(`${name}: ${benchmark.summary}`);
    const measurements = await benchmark.run((line) => console.error(`  ${line}`));
    console.log(`${render(measurements)}\n`);
    if (!measurements.every(reachesGoal)) status = 1;
  }
  return status;
}

process.exitCode = await main(process.argv.slice(2));
