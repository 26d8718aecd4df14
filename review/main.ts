import type { Category } from "./changes/change.ts";
import { reviewOf } from "./changes/changes.ts";
import { exitOf, type Surroundings } from "./command.ts";
import { pulumi } from "./engine.ts";
import { objections } from "./gate.ts";
import { readGiven } from "./input.ts";
import { type Options, parseOptions } from "./options.ts";
import { readPreview } from "./preview.ts";
import type { Report } from "./report.ts";
import { writeReports } from "./reports/write.ts";

const EXIT = { passed: 0, objects: 1 } as const;

const DETAILED: Readonly<Record<Category, number>> = {
  gained: 10,
  lost: 11,
  widened: 12,
  breaks: 13,
  outage: 14,
  unknown: 15,
};
const MASS_CHANGE = 16;

/** @returns the exit status: 0 the gate does not object, 1 it objects, 2 usage, 3 nothing could be reviewed */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (!options) return EXIT.passed;
    const review = reviewOf(readPreview(await previewText(options, around)));
    const gate = { categories: options.failOn, massChange: options.allowMassChange };
    const report: Report = { version: 1, ...review, objections: objections(review, gate) };
    await writeReports(report, options, around.write);
    return exitStatus(report, options);
  } catch (error) {
    return exitOf(error, around, ["review-usage"]);
  }
}

async function previewText(options: Options, { input, writeError }: Surroundings): Promise<string> {
  const { stack, preview, project } = options;
  if (stack !== undefined) {
    writeError(`previewing stack ${stack} ...\n`);
    return pulumi(["preview", "--json", "--show-sames", "--stack", stack], {
      project,
      otherwise: "give a saved preview with --preview FILE",
    });
  }
  return readGiven(preview ?? "", input, "review-preview");
}

function exitStatus({ changes, objections }: Report, options: Options): number {
  if (objections.length === 0) return EXIT.passed;
  if (!options.detailedExitcode) return EXIT.objects;
  const first = changes.find(({ category }) => options.failOn.has(category));
  return first === undefined ? MASS_CHANGE : DETAILED[first.category];
}
