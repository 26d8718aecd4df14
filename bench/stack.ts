import { resolve } from "node:path";
import type { Benchmark } from "@neo4j-okta/sandbox/bench";
import {
  loadProgram,
  ownDirectory,
  type Reporter,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { writeEmptyProject } from "./stack/empty-project.ts";
import { type Life, live } from "./stack/life.ts";
import { type ProgramTime, programTime } from "./stack/program-time.ts";
import { type Measured, report } from "./stack/report.ts";
import { settingsWith } from "./stack/settings.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PROGRAM = { root: ROOT, name: "neo4j-okta", main: "infra/index.ts" };
const SIZES = [1, 50, 200] as const;
const PREVIEWS = 3;

/** Makes the engine save the state once, at the end, and not after each step of each resource. */
const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

type Program = typeof PROGRAM;
type Progress = (line: string) => void;

/** What accounts cost: the program, the engine, and calls to Okta. */
export const stack: Benchmark = {
  summary: `a stack of ${SIZES.join(", ")} accounts against the same engine with an empty program`,
  async run(progress, scale) {
    const sizes = SIZES.map((accounts, index) => Math.max(index + 1, Math.round(accounts * scale)));
    const folder = await ownDirectory("neo4j-okta-bench-");
    try {
      const empty = await writeEmptyProject(folder.path, ROOT);
      const program = await timePrograms(empty, sizes, progress);
      return report({ program, ...(await liveAll(empty, sizes, progress)) });
    } finally {
      await folder.remove();
    }
  },
};

async function timePrograms(
  empty: Program,
  sizes: readonly number[],
  progress: Progress,
): Promise<Measured["program"]> {
  const times = new Map<number, ProgramTime>();
  progress("the program by itself: empty");
  times.set(0, await programTime(empty, {}));
  for (const accounts of sizes) {
    progress(`the program by itself, accounts: ${accounts}`);
    times.set(accounts, await programTime(PROGRAM, settingsWith(accounts)));
  }
  return times;
}

/** Everything in one world, one after the other, so that all of it meets the same engine. */
async function liveAll(
  emptyProgram: Program,
  sizes: readonly number[],
  progress: Progress,
): Promise<Omit<Measured, "program">> {
  const printed: string[] = [];
  const harness = await startHarness({
    program: await loadProgram(ROOT),
    report: quiet(progress, printed),
  });
  try {
    const program = await loadProgram(emptyProgram.root);
    const baseline = await harness.openStack({ program });
    const product = await harness.openStack();
    const lean = await harness.openStack({ environment: WITHOUT_CHECKPOINTS });
    await product.configure(settingsWith(1));
    progress("warming up: one preview of each program");
    await baseline.engine.preview();
    await product.engine.preview();
    progress(`up, ${PREVIEWS} previews, destroy: empty program`);
    const empty = await live(baseline, 0, harness.world, PREVIEWS);
    const lives: Life[] = [];
    const unchecked: Life[] = [];
    for (const accounts of sizes) {
      progress(`up, ${PREVIEWS} previews, destroy, accounts: ${accounts}`);
      await product.configure(settingsWith(accounts));
      lives.push(await live(product, accounts, harness.world, PREVIEWS));
      progress(`up, destroy, with PULUMI_SKIP_CHECKPOINTS, accounts: ${accounts}`);
      await lean.configure(settingsWith(accounts));
      unchecked.push(await live(lean, accounts, harness.world, 0));
    }
    return { empty, lives, unchecked };
  } catch (error) {
    for (const line of printed.join("").trimEnd().split("\n").slice(-20)) progress(line);
    throw error;
  } finally {
    await harness.stop();
  }
}

/** The engine's own output has a line for each resource: it is shown only after a failure. */
function quiet(progress: Progress, printed: string[]): Reporter {
  return {
    step: progress,
    heading: progress,
    output: (text) => void printed.push(text),
    line: () => {},
  };
}
