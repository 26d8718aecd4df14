import { join, resolve } from "node:path";
import {
  type Benchmark,
  type Measurement,
  median,
  processorSeconds,
} from "@neo4j-okta/sandbox/bench";
import {
  type HarnessStack,
  loadProgram,
  type Reporter,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { settingsWith } from "./stack/settings.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PACK = { folder: join(ROOT, "policy"), runtime: "nodejs", config: undefined };
const SIZES = [1, 50];
const ROUNDS = 5;

/** The most seconds of processor time that the pack may add to the preview of a small stack. */
const GOAL = 1.5;

/** One preview. */
interface Cost {
  /** By the clock. */
  seconds: number;
  /** Of the engine, the program and the pack, where known. */
  processor: number;
}

/** What the policy pack costs. */
export const policy: Benchmark = {
  summary: `previews of ${SIZES.join(" and ")} new accounts with the policy pack against the same without it`,
  async run(progress, scale) {
    const sizes = SIZES.map((accounts) => Math.max(1, Math.round(accounts * scale)));
    const harness = await startHarness({
      program: await loadProgram(ROOT),
      report: quiet(progress),
    });
    try {
      const plain = await harness.openStack();
      const judged = await harness.openStack({ policies: [PACK] });
      const measured: Measurement[] = [];
      for (const accounts of sizes) {
        for (const stack of [plain, judged]) await stack.configure(settingsWith(accounts));
        await preview(plain);
        await preview(judged);
        const rounds: [Cost, Cost][] = [];
        for (let round = 1; round <= ROUNDS; round += 1) {
          progress(`previews ${round} of ${ROUNDS}, accounts: ${accounts}`);
          rounds.push([await preview(plain), await preview(judged)]);
        }
        measured.push(...report(accounts, rounds));
      }
      return measured;
    } finally {
      await harness.stop();
    }
  },
};

async function preview({ engine }: Pick<HarnessStack, "engine">): Promise<Cost> {
  const [begun, used] = [performance.now(), processorSeconds() ?? 0];
  await engine.preview();
  return {
    seconds: (performance.now() - begun) / 1000,
    processor: (processorSeconds() ?? 0) - used,
  };
}

function report(accounts: number, rounds: readonly [Cost, Cost][]): Measurement[] {
  const what = `preview, accounts: ${accounts}`;
  const middle = (of: (plain: Cost, judged: Cost) => number) =>
    median(rounds.map(([plain, judged]) => of(plain, judged)));
  return [
    { what: `${what}: without the pack`, value: middle((plain) => plain.seconds), unit: "s" },
    {
      what: `${what}: with the pack / without it`,
      value: middle((plain, judged) => judged.seconds / plain.seconds),
      unit: "",
    },
    {
      what: `${what}: added by the pack`,
      value: middle((plain, judged) => judged.processor - plain.processor),
      unit: "s of processor time",
      ...(accounts === 1 ? { goal: { atMost: GOAL } } : {}),
    },
  ];
}

/** The engine's own output has a line for each resource. */
function quiet(progress: (line: string) => void): Reporter {
  return { step: progress, heading: () => {}, output: () => {}, line: () => {} };
}
