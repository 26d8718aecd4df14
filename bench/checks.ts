import { join, resolve } from "node:path";
import { type Benchmark, type Measurement, median } from "@neo4j-okta/sandbox/bench";
import { ownDirectory } from "@neo4j-okta/sandbox/harness";
import { demandingSettings } from "./checks/settings.ts";
import { type CheckTimes, checkTimes, writeTimed } from "./checks/timed.ts";
import type { Project } from "./stack/projects.ts";

const PROGRAM: Project = {
  root: resolve(import.meta.dirname, ".."),
  name: "neo4j-okta",
  main: "infra/index.ts",
};
const ACCOUNTS = 200;
const ROUNDS = 5;

/** The most that the checks may add to a preview, in milliseconds of processor time. */
const GOAL = 150;

/** What the checks of the settings cost, beside the rest of the same program. */
export const checks: Benchmark = {
  summary: `the checks of the settings of ${ACCOUNTS} accounts against the rest of the program`,
  async run(progress, scale) {
    const accounts = Math.max(1, Math.round(ACCOUNTS * scale));
    const settings = demandingSettings(accounts);
    const folder = await ownDirectory("neo4j-okta-bench-");
    try {
      const timed = await writeTimed(join(folder.path, "timed"), PROGRAM);
      const times: CheckTimes[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        progress(`evaluation ${round} of ${ROUNDS}`);
        times.push(await checkTimes(timed, settings));
      }
      return report(accounts, times);
    } finally {
      await folder.remove();
    }
  },
};

function report(accounts: number, times: readonly CheckTimes[]): Measurement[] {
  const row = (what: string, of: (one: CheckTimes) => number): Measurement => ({
    what,
    value: median(times.map(of)),
    unit: "ms of processor time",
  });
  const rest = ({ program, checks, loading }: CheckTimes) => program - checks - loading;
  return [
    row(`program of ${accounts} accounts: without its checks`, rest),
    { ...row("added by the checks", (one) => one.checks), goal: { atMost: GOAL } },
    row("added by loading their code", ({ loading }) => loading),
  ];
}
