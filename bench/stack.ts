import { join, resolve } from "node:path";
import type { Benchmark } from "@neo4j-okta/sandbox/bench";
import {
  loadProgram,
  ownDirectory,
  type Reporter,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { type Life, live } from "./stack/life.ts";
import { type ProgramTime, programTime } from "./stack/program-time.ts";
import { BARE_APPS, EMPTY, type Project, writeProject } from "./stack/projects.ts";
import { type Measured, report } from "./stack/report.ts";
import { settingsWith } from "./stack/settings.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PROGRAM: Project = { root: ROOT, name: "neo4j-okta", main: "infra/index.ts" };
const SIZES = [1, 50, 200] as const;
const PREVIEWS = 3;

/** Makes the engine save the state once, at the end, and not after each step of each resource. */
const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** What the product is compared with. */
interface Baselines {
  empty: Project;
  bare: Project;
}

type Progress = (line: string) => void;

/** What accounts cost: the program, the engine, and calls to Okta. */
export const stack: Benchmark = {
  summary: `a stack of ${SIZES.join(", ")} accounts against the same engine with an empty program, and with bare apps`,
  async run(progress, scale) {
    const sizes = SIZES.map((accounts, index) => Math.max(index + 1, Math.round(accounts * scale)));
    const folder = await ownDirectory("neo4j-okta-bench-");
    try {
      const baselines: Baselines = {
        empty: await writeProject(join(folder.path, "empty"), ROOT, "empty", EMPTY),
        bare: await writeProject(join(folder.path, "bare"), ROOT, "bare", BARE_APPS),
      };
      const programs = await timePrograms(baselines, sizes, progress);
      return report({ ...programs, ...(await liveAll(baselines, sizes, progress)) });
    } finally {
      await folder.remove();
    }
  },
};

async function timePrograms(
  { empty, bare }: Baselines,
  sizes: readonly number[],
  progress: Progress,
): Promise<Pick<Measured, "program" | "bareProgram">> {
  const program = new Map<number, ProgramTime>();
  progress("the program by itself: empty");
  program.set(0, await programTime(empty, {}));
  for (const accounts of sizes) {
    progress(`the program by itself, accounts: ${accounts}`);
    program.set(accounts, await programTime(PROGRAM, settingsWith(accounts)));
  }
  const many = sizes.at(-1) ?? 0;
  progress(`bare apps by themselves: ${many}`);
  return { program, bareProgram: await programTime(bare, settingsWith(many)) };
}

/** Everything in one world, one after the other, so that all of it meets the same engine. */
async function liveAll(
  baselines: Baselines,
  sizes: readonly number[],
  progress: Progress,
): Promise<Pick<Measured, "empty" | "lives" | "unchecked" | "bare">> {
  const printed: string[] = [];
  const harness = await startHarness({
    program: await loadProgram(ROOT),
    report: quiet(progress, printed),
  });
  try {
    const baseline = await harness.openStack({ program: await loadProgram(baselines.empty.root) });
    const apps = await harness.openStack({ program: await loadProgram(baselines.bare.root) });
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
    const bare: Life[] = [];
    for (const accounts of [sizes[0] ?? 1, sizes.at(-1) ?? 1]) {
      progress(`up, ${PREVIEWS} previews, destroy, bare apps: ${accounts}`);
      await apps.configure(settingsWith(accounts));
      bare.push(await live(apps, accounts, harness.world, PREVIEWS));
    }
    return { empty, lives, unchecked, bare };
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
