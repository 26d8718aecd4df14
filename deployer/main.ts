import writeFileAtomic from "write-file-atomic";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonText } from "../access/json.ts";
import { exitOf, type Surroundings } from "../command/command.ts";
import { previewText } from "../review/input.ts";
import { readPreview } from "../review/preview.ts";
import { reportOf } from "./identities.ts";
import { parseOptions } from "./options.ts";
import { planOf } from "./plan.ts";
import { isCovered, renderText } from "./report.ts";

const EXIT = { computed: 0, beyond: 1 } as const;

/** @returns the exit status: 0 computed, 1 beyond custom roles, 2 usage, 3 nothing could be computed */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (!options) return EXIT.computed;
    const preview = readPreview(await previewText(options, around));
    const report = reportOf(preview, { mayCreate: options.mayCreate === true });
    if (options.output !== undefined) {
      await writePlan(options.output, planOf(report));
      around.writeError(`plan in ${options.output}\n`);
    }
    around.write(options.json ? jsonText(report) : renderText(report));
    return isCovered(report) ? EXIT.computed : EXIT.beyond;
  } catch (error) {
    return exitOf(error, around, ["deployer-usage"]);
  }
}

/** Whole or not at all. It holds no secret. */
async function writePlan(path: string, plan: object): Promise<void> {
  try {
    await writeFileAtomic(path, jsonText(plan), { mode: 0o644 });
  } catch (error) {
    throw new Neo4jOktaError(
      "deployer-output",
      `--output ${path} cannot be written: ${(error as NodeJS.ErrnoException).code}. Fix: give a file in a folder that exists and that you may write to.`,
    );
  }
}
