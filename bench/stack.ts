import { resolve } from "node:path";
import { ownDirectory } from "../sandbox/kubernetes/guard.ts";
import { startHarness } from "../sandbox/run/harness.ts";
import type { Reporter } from "../sandbox/run/reporter.ts";
import type { Benchmark } from "./benchmark.ts";
import { writeEmptyProject } from "./stack/empty-project.ts";
import { type Life, live } from "./stack/life.ts";
import { type ProgramTime, programTime } from "./stack/program-time.ts";
import { type Measured, report } from "./stack/report.ts";
import { settingsWith } from "./stack/settings.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PROGRAM = { root: ROOT, name: "neo4j-okta", main: "infra/index.ts" };
const SIZES = [1, 50, 200];

type Program = typeof PROGRAM;
type Progress = (line: string) => void;

/** What accounts cost: the program, the engine, and calls to Okta. */
export const stack: Benchmark = {
  summary: `a stack of ${SIZES.join(", ")} accounts against the same engine with an empty program`,
  async run(progress) {
    const folder = await ownDirectory("neo4j-okta-bench-");
    try {
      const empty = await writeEmptyProject(folder.path, ROOT);
      const program = await timePrograms(empty, progress);
      return report({ program, ...(await liveAll(empty, progress)) });
    } finally {
      await folder.remove();
    }
  },
};

async function timePrograms(empty: Program, progress: Progress): Promise<Measured["program"]> {
  const times = new Map<number, ProgramTime>();
  progress("the program by itself: empty");
  times.set(0, await programTime(empty, {}));
  for (const accounts of SIZES) {
    progress(`the program by itself: ${accounts} accounts`);
    times.set(accounts, await programTime(PROGRAM, settingsWith(accounts)));
  }
  return times;
}

/** Everything in one world, one after the other, so that all of it meets the same engine. */
async function liveAll(
  emptyProgram: Program,
  progress: Progress,
): Promise<Omit<Measured, "program">> {
  const harness = await startHarness({ namespace: "neo4j", report: quiet(progress) });
  try {
    const baseline = await harness.openStack(emptyProgram);
    const product = await harness.openStack(PROGRAM);
    await product.configure(settingsWith(1));
    progress("warming up: one preview of each program");
    await baseline.engine.preview();
    await product.engine.preview();
    progress("up, 3 previews, destroy: empty program");
    const empty = await live(baseline, 0, harness.world);
    const lives: Life[] = [];
    for (const accounts of SIZES) {
      progress(`up, 3 previews, destroy: ${accounts} accounts`);
      await product.configure(settingsWith(accounts));
      lives.push(await live(product, accounts, harness.world));
    }
    return { empty, lives };
  } finally {
    await harness.stop();
  }
}

/** The engine's own output is left out: it has a line for each resource. */
function quiet(progress: Progress): Reporter {
  return { step: progress, heading: progress, output: () => {}, line: () => {} };
}
