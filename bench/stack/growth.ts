import type { Measurement } from "../benchmark.ts";
import { ends } from "./okta-calls.ts";

/** What one piece of work costs in a stack of one size. */
export interface Cost {
  accounts: number;
  /** Resources that the program declares. */
  resources: number;
  /** In any unit. */
  value: number;
}

/** The most that an account may cost more in a big stack than in a small one. */
const TOLERANCE = 1.5;

/**
 * How a cost grows with the accounts: in all, against the count of resources, and whether another
 * account still costs the same in a big stack, which is what "linear" means where a large fixed cost
 * hides everything else.
 *
 * @param costs of one piece of work, fewest accounts first, at least three sizes
 */
export function growth(what: string, costs: readonly Cost[]): Measurement[] {
  const { few, many } = ends(costs);
  const middle = costs.at(-2);
  if (middle === undefined || middle === few) throw new Error("linearity takes three sizes");
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
      goal: { atMost: 1 },
    },
    {
      what: `${what}: one account more, ${middle.accounts}-${many.accounts} / ${few.accounts}-${middle.accounts}`,
      value: slope(middle, many) / slope(few, middle),
      unit: "",
      goal: { atMost: TOLERANCE },
    },
  ];
}

/** What one account more costs between two sizes. */
export function slope(from: Cost, to: Cost): number {
  return (to.value - from.value) / (to.accounts - from.accounts);
}
