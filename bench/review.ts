import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Benchmark, type Measurement, median } from "@neo4j-okta/sandbox/bench";
import { ownDirectory } from "@neo4j-okta/sandbox/harness";
import { previewOf } from "./review/preview.ts";
import { used } from "./review/used.ts";
import { type Cost, linearity } from "./stack/growth.ts";

const REVIEW = resolve(import.meta.dirname, "../review/cli.ts");
const PARSE = resolve(import.meta.dirname, "review/parse.ts");
const SIZES = [10, 100, 1000, 10_000];
const ROUNDS = 5;

/** Of a stack of 1,000 accounts: the most, in milliseconds of processor time beyond the start, and in memory. */
const GOALS = { accounts: 1000, milliseconds: 1000, megabytes: 200 };

/** Of a preview of one size. */
interface Reviewed {
  accounts: number;
  /** Milliseconds of processor time beyond those of a process that does nothing. */
  review: number;
  parse: number;
  megabytes: number;
}

/** What a review costs, by accounts, all of which change. */
export const review: Benchmark = {
  summary: `the review of previews that change ${SIZES.join(", ")} accounts against JSON.parse of them`,
  async run(progress, scale) {
    const sizes = SIZES.map((size) => Math.max(1, Math.round(size * scale)));
    const folder = await ownDirectory("neo4j-okta-bench-");
    try {
      const file = join(folder.path, "preview.json");
      const reviewed: Reviewed[] = [];
      for (const accounts of sizes) {
        progress(`accounts: ${accounts}`);
        await writeFile(file, previewOf(accounts));
        reviewed.push(await measure(accounts, file));
      }
      return report(reviewed);
    } finally {
      await folder.remove();
    }
  },
};

async function measure(accounts: number, file: string): Promise<Reviewed> {
  const rounds: Omit<Reviewed, "accounts">[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const started = await used(REVIEW, "--help");
    const whole = await used(REVIEW, "--preview", file, "--fail-on", "never");
    const idle = await used(PARSE, join(import.meta.dirname, "../package.json"));
    const parsed = await used(PARSE, file);
    rounds.push({
      review: whole.milliseconds - started.milliseconds,
      parse: parsed.milliseconds - idle.milliseconds,
      megabytes: whole.megabytes,
    });
  }
  const middle = (key: "review" | "parse" | "megabytes") => median(rounds.map((one) => one[key]));
  const [review, parse, megabytes] = [middle("review"), middle("parse"), middle("megabytes")];
  return { accounts, review, parse, megabytes };
}

function report(reviewed: readonly Reviewed[]): Measurement[] {
  const costs = reviewed.map(
    ({ accounts, review }): Cost => ({ accounts, resources: accounts, value: review }),
  );
  return [...reviewed.flatMap((one) => rows(one)), linearity("review", costs)];
}

function rows({ accounts, review, parse, megabytes }: Reviewed): Measurement[] {
  const what = `review of ${accounts} accounts`;
  const isGoal = accounts === GOALS.accounts;
  return [
    {
      what: `${what}: beyond the start`,
      value: review,
      unit: "ms of processor time",
      ...(isGoal ? { goal: { atMost: GOALS.milliseconds } } : {}),
    },
    { what: `${what}: the same / JSON.parse`, value: review / parse, unit: "" },
    {
      what: `${what}: memory`,
      value: megabytes,
      unit: "MB at most",
      ...(isGoal ? { goal: { atMost: GOALS.megabytes } } : {}),
    },
  ];
}
