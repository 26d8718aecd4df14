import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withoutWarnings } from "./proof/declared.ts";
import { ProofOrg } from "./proof/org.ts";
import { provePair } from "./proof/prove.ts";
import { pairOfWorlds } from "./proof/world.ts";

let org: ProofOrg;

beforeAll(async () => {
  withoutWarnings();
  org = await ProofOrg.start();
});

afterAll(() => org?.stop());

test("what is said of access is what Okta and Neo4j grant, before and after a change", {
  timeout: 120_000,
}, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(pairOfWorlds, async (pair) => {
      for (const kind of await provePair(pair, org)) seen.add(kind);
    }),
    { numRuns: 4, seed: 5 },
  );
  expect(seen).toContain("a role gained");
});
