import { median, processorSeconds, type Shares, withShares } from "@neo4j-okta/sandbox/bench";
import {
  type Changes,
  type HarnessStack,
  oktaInventory,
  pendingChanges,
  type World,
} from "@neo4j-okta/sandbox/harness";
import type { LoggedRequest } from "@neo4j-okta/sandbox/okta";

/** One command of the engine. */
export interface Step {
  /** By the clock. */
  seconds: number;
  /** Processor time of the engine, its plugins, Helm, the program and the Okta emulator, where known. */
  processor: number | undefined;
  /** Whose processor time that is, where known; the emulator's is the program's, as both are in this process. */
  shares?: Shares | undefined;
  /** Calls to Okta by method. */
  calls: Readonly<Record<string, number>>;
}

/** A stack from nothing to nothing. */
export interface Life {
  accounts: number;
  /** Resources of the state, components and providers included. */
  resources: number;
  /** Objects that the org got. */
  objects: number;
  /** Objects that are still there after the destroy. */
  left: number;
  /** What the unchanged preview wanted to change. */
  pending: readonly string[];
  create: Step;
  /** Of an unchanged stack. */
  preview: Step;
  destroy: Step;
}

/**
 * Creates the stack as it is configured, previews it unchanged, and destroys it.
 *
 * @param previews how often to preview; the middle time counts, and without any it is NaN
 */
export async function live(
  stack: Pick<HarnessStack, "engine">,
  accounts: number,
  { okta }: Pick<World, "okta">,
  previews: number,
): Promise<Life> {
  const inventory = () => oktaInventory(okta.org).length;
  const measured = <T>(command: () => Promise<T>) => measure(command, () => okta.log.entries);
  const before = inventory();
  const create = await measured(() => stack.engine.up());
  const after = inventory();
  const previewed: Awaited<ReturnType<typeof measured<Changes>>>[] = [];
  for (let run = 0; run < previews; run += 1) {
    previewed.push(await measured(() => stack.engine.preview()));
  }
  const destroy = await measured(() => stack.engine.destroy());
  return {
    accounts,
    resources: total(create.result),
    objects: after - before,
    left: inventory() - before,
    pending: previewed.flatMap(({ result }) => pendingChanges(result)),
    create: create.step,
    preview: middle(previewed.map(({ step }) => step)),
    destroy: destroy.step,
  };
}

async function measure<T>(
  command: () => Promise<T>,
  log: () => readonly LoggedRequest[],
): Promise<{ result: T; step: Step }> {
  const last = log().at(-1)?.number ?? 0;
  const processor = processorSeconds();
  const begun = performance.now();
  const { result, shares } = await withShares(command);
  const seconds = (performance.now() - begun) / 1000;
  const used = processorSeconds();
  return {
    result,
    step: {
      seconds,
      processor: used === undefined || processor === undefined ? undefined : used - processor,
      shares,
      calls: countByMethod(log().filter(({ number }) => number > last)),
    },
  };
}

/** How many requests there are of each method. */
export function countByMethod(
  requests: readonly Pick<LoggedRequest, "method">[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method } of requests) counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}

/** The middle of each time; the calls of the step that made most. */
export function middle(steps: readonly Step[]): Step {
  const processor = steps.flatMap((step) => step.processor ?? []);
  const [busiest] = steps.map(({ calls }) => calls).sort((a, b) => total(b) - total(a));
  const shares = steps.flatMap((step) => step.shares ?? []);
  return {
    seconds: median(steps.map(({ seconds }) => seconds)),
    processor: processor.length === steps.length ? median(processor) : undefined,
    shares: shares.length === 0 ? undefined : middleShares(shares),
    calls: busiest ?? {},
  };
}

function middleShares(shares: readonly Shares[]): Shares {
  return {
    program: median(shares.map(({ program }) => program)),
    engine: median(shares.map(({ engine }) => engine)),
    plugins: median(shares.map(({ plugins }) => plugins)),
  };
}

/** The sum of all counts. */
export function total(counts: Changes): number {
  return Object.values(counts).reduce<number>((sum, count = 0) => sum + count, 0);
}
