/** One measured quantity; with `goal`, one that can fall short. */
export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: Goal;
}

/** What the value must be; `exactly` is for counts. */
export type Goal =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly exactly: number };

/** A benchmark as `bench/main.ts` lists and runs it. */
export interface Benchmark {
  /** What is measured against what, in one line. */
  readonly summary: string;
  /**
   * Runs it. `progress` takes lines for the person who waits; `scale` is how much of the full load to
   * put on, 1 or less.
   */
  run(progress: (line: string) => void, scale: number): Promise<readonly Measurement[]>;
}

/** Whether a measurement has no goal or reaches it. */
export function reachesGoal({ value, goal }: Measurement): boolean {
  if (goal === undefined) return true;
  if ("exactly" in goal) return value === goal.exactly;
  return "atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost;
}

/** One line per measurement: what, value with unit, and the goal with its outcome. */
export function render(measurements: readonly Measurement[]): string {
  const width = Math.max(...measurements.map(({ what }) => what.length));
  return measurements.map((one) => line(one, width)).join("\n");
}

function line(measurement: Measurement, width: number): string {
  const { what, value, unit, goal } = measurement;
  const shown = `${what.padEnd(width)}  ${format(value).padStart(10)} ${unit}`;
  if (goal === undefined) return shown;
  return `${shown}  (${bound(goal)}: ${reachesGoal(measurement) ? "reached" : "MISSED"})`;
}

function bound(goal: Goal): string {
  if ("exactly" in goal) return `exactly ${goal.exactly}`;
  return "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
}

function format(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2);
}

/** The middle value; of two middle values, their mean. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which the given share of the values lies, interpolated. NaN for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
