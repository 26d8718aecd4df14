import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withoutWarnings } from "../security/proof/declared.ts";
import { KINDS } from "../security/proof/kinds.ts";
import { ProofOrg } from "../security/proof/org.ts";
import { provePair } from "../security/proof/prove.ts";
import { pairOfWorlds } from "../security/proof/world.ts";

const PAIRS = Number(process.env.ACCESS_PAIRS ?? 200);

let org: ProofOrg;

beforeAll(async () => {
  withoutWarnings();
  org = await ProofOrg.start();
});

afterAll(() => org?.stop());

test(`what is said of access is what is granted, in ${PAIRS} random pairs of stacks`, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(pairOfWorlds, async (pair) => {
      for (const kind of await provePair(pair, org)) seen.add(kind);
    }),
    { numRuns: PAIRS, seed: Number(process.env.ACCESS_SEED ?? 11) },
  );
  expect(KINDS.filter((kind) => !seen.has(kind))).toEqual([]);
});
