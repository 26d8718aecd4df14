import { reviewOf } from "../access/difference/changes.ts";
import { exitOf, type Surroundings } from "../command/command.ts";
import { readApproved } from "./approved.ts";
import { objections } from "./gate.ts";
import { previewText } from "./input.ts";
import { parseOptions } from "./options.ts";
import { readPreview } from "./preview.ts";
import { writeReports } from "./reports/write.ts";

const EXIT = { passed: 0, objects: 1 } as const;

/** @returns the exit status: 0 the gate does not object, 1 it objects, 2 usage, 3 nothing could be reviewed */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (!options) return EXIT.passed;
    const approved =
      options.approved === undefined
        ? undefined
        : await readApproved(options.approved, around.input);
    const review = reviewOf(readPreview(await previewText(options, around)));
    const found = objections(review, options, approved);
    const sentences = found.map(({ sentence }) => sentence);
    await writeReports({ version: 1, ...review, objections: sentences }, options, around.write);
    const [first] = found;
    if (first === undefined) return EXIT.passed;
    return options.detailedExitcode ? first.status : EXIT.objects;
  } catch (error) {
    return exitOf(error, around, ["review-usage"]);
  }
}
