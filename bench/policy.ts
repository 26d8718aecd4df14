import { join, resolve } from "node:path";
import { type Benchmark, type Measurement, median } from "@neo4j-okta/sandbox/bench";
import {
  type HarnessStack,
  loadProgram,
  type Reporter,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { settingsWith } from "./stack/settings.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PACK = { folder: join(ROOT, "policy"), runtime: "nodejs", config: undefined };
const ACCOUNTS = 50;
const ROUNDS = 5;

/** The most seconds that the pack may add to a preview, by the clock of the person who waits. */
const GOAL = 1.5;

/** What the policy pack costs. */
export const policy: Benchmark = {
  summary: `a preview of ${ACCOUNTS} new accounts with the policy pack against the same without it`,
  async run(progress, scale) {
    const accounts = Math.max(1, Math.round(ACCOUNTS * scale));
    const harness = await startHarness({
      program: await loadProgram(ROOT),
      report: quiet(progress),
    });
    try {
      const without = await harness.openStack();
      const withPack = await harness.openStack({ policies: [PACK] });
      for (const stack of [without, withPack]) {
        await stack.configure(settingsWith(accounts));
        progress("warming up");
        await stack.engine.preview();
      }
      const times: [number, number][] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        progress(`previews ${round} of ${ROUNDS}`);
        times.push([await seconds(without), await seconds(withPack)]);
      }
      return report(accounts, times);
    } finally {
      await harness.stop();
    }
  },
};

async function seconds({ engine }: Pick<HarnessStack, "engine">): Promise<number> {
  const begun = performance.now();
  await engine.preview();
  return (performance.now() - begun) / 1000;
}

function report(accounts: number, times: readonly [number, number][]): Measurement[] {
  const [without, withPack] = [0, 1].map((which) => median(times.map((pair) => pair[which] ?? 0)));
  const what = `preview of ${accounts} accounts`;
  const added = median(times.map(([plain, judged]) => judged - plain));
  return [
    { what: `${what}: without the pack`, value: without ?? 0, unit: "s" },
    {
      what: `${what}: with the pack / without it`,
      value: (withPack ?? 0) / (without ?? 1),
      unit: "",
    },
    { what: "added by the pack", value: added, unit: "s", goal: { atMost: GOAL } },
  ];
}

/** The engine's own output has a line for each resource. */
function quiet(progress: (line: string) => void): Reporter {
  return { step: progress, heading: () => {}, output: () => {}, line: () => {} };
}
