import type { Life, Step } from "../../../bench/stack/life.ts";

function step(calls: Record<string, number>, seconds: number): Step {
  return { seconds, processor: seconds / 2, calls };
}

/** The life of a stack as it should be: two calls to create an account, none to preview it. */
export function lifeOf(accounts: number, changes: Partial<Life> = {}): Life {
  return {
    accounts,
    resources: 12 + 2 * accounts,
    objects: 4 + accounts,
    left: 0,
    pending: [],
    create: step({ POST: 4 + accounts, GET: 5 + accounts }, 10 + accounts / 10),
    preview: step({ GET: 1 }, 3 + accounts / 10),
    destroy: step({ POST: accounts, DELETE: 4 + accounts }, 8 + accounts / 20),
    ...changes,
  };
}
