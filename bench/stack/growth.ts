import type { Measurement } from "@neo4j-okta/sandbox/bench";
import { ends } from "./okta-calls.ts";

/** What one piece of work costs in a stack of one size. */
export interface Cost {
  accounts: number;
  /** Resources that the program declares. */
  resources: number;
  /** In any unit. */
  value: number;
}

/** The most that something linear may be off, with room for chance. */
const TOLERANCE = 1.5;

/**
 * How a cost grows with the accounts, and against the count of resources.
 *
 * @param costs of one piece of work, fewest accounts first
 */
export function growth(what: string, costs: readonly Cost[]): Measurement[] {
  const { few, many } = ends(costs);
  const times = many.value / few.value;
  return [
    {
      what: `${what}: growth from ${few.accounts} to ${many.accounts} accounts`,
      value: times,
      unit: "times",
    },
    {
      what: `${what}: the same / growth of the resources`,
      value: times / (many.resources / few.resources),
      unit: "",
      goal: { atMost: TOLERANCE },
    },
  ];
}

/**
 * Whether one account more still costs the same in a big stack, which is what "linear" means where a
 * large fixed cost hides everything else. Work that is wholly quadratic is at 4.9 for 1, 50 and 200
 * accounts. Fewer than a hundred accounts have no goal, as chance outweighs them; a cost that does not
 * grow at all at first has no value, and misses the goal.
 *
 * @param costs of one piece of work, fewest accounts first, at least three sizes
 */
export function linearity(what: string, costs: readonly Cost[]): Measurement {
  const { few, many } = ends(costs);
  const middle = costs.at(-2);
  if (middle === undefined || middle === few) throw new Error("linearity takes three sizes");
  const sizes = [few, middle, many].map(({ accounts }) => accounts);
  const atFirst = slope(few, middle);
  return {
    what: `${what}: one account more, ${sizes[1]}-${sizes[2]} / ${sizes[0]}-${sizes[1]}`,
    value: atFirst > 0 ? slope(middle, many) / atFirst : NaN,
    unit: "",
    ...(many.accounts < 100 ? {} : { goal: { atMost: TOLERANCE } }),
  };
}

/** What one account more costs between two sizes. */
export function slope(from: Cost, to: Cost): number {
  return (to.value - from.value) / (to.accounts - from.accounts);
}
