import type { ErrorCode } from "../../access/errors.ts";
import { jsonText } from "../../access/json.ts";
import { exitOf, type Surroundings } from "../../command/command.ts";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { stateText } from "../input.ts";
import { readState } from "../state.ts";
import { analyze } from "./analyze.ts";
import { baseline } from "./baseline.ts";
import { explain } from "./explain.ts";
import { parseOptions } from "./options.ts";
import { renderText, sorted } from "./report.ts";

const EXIT = { fine: 0, broken: 1 } as const;

const USAGE: readonly ErrorCode[] = ["policy-usage", "policy-rule-unknown", "policy-config"];

/** @returns the exit status: 0 no mandatory rule is broken, 1 some are, 2 usage, 3 could not look */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  const { write, writeError } = around;
  try {
    const options = parseOptions(argv, write);
    if (!options) return EXIT.fine;
    if (options.explain !== undefined) {
      write(explain(options.explain));
      return EXIT.fine;
    }
    const text = await stateText(options, around);
    const state = readState(text);
    if (options.baseline) {
      write(baseline(state));
      return EXIT.fine;
    }
    writeError("judging the state by the policy pack ...\n");
    const found = sorted(await analyze(text, options));
    write(options.json ? jsonText({ version: 1, found }) : renderText(found, ALL_RULES.length));
    return found.some(({ level }) => level === "mandatory") ? EXIT.broken : EXIT.fine;
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}
