import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { effectiveAccess } from "../../access/effective/access.ts";
import type { Membership } from "../../access/effective/sign-in.ts";
import { PEOPLE, PeoplesOrg } from "./people-proof/org.ts";
import { type PeoplesWorld, peoplesWorld } from "./people-proof/world.ts";
import { ProofDatabase, ROLES } from "./proof/database.ts";

let org: PeoplesOrg;

beforeAll(async () => {
  org = await PeoplesOrg.start();
});

afterAll(() => org?.stop());

/** What is said of a person's groups: the roles at most, and whether they get in. */
function said(groups: readonly string[], members: readonly Membership[]) {
  const own = members.filter(({ group }) => groups.includes(group));
  return {
    isAny: members.some(({ group }) => group === "*"),
    most: [...new Set(own.flatMap(({ roles }) => roles))].sort(),
    getsIn: own.some(({ letsIn }) => letsIn === "yes"),
  };
}

/** The roles that a person gets with any token; undefined: no login with any. */
async function granted(
  groups: readonly string[],
  world: PeoplesWorld,
  database: ProofDatabase,
): Promise<string[] | undefined> {
  const roles: (string[] | undefined)[] = [];
  for (const token of await org.tokens(groups, world)) roles.push(await database.roles(token));
  const found = roles.filter((one) => one !== undefined);
  return found.length === 0 ? undefined : [...new Set(found.flat())].sort();
}

test("what is said of people's groups is what Okta and Neo4j grant to their members", {
  timeout: 120_000,
}, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(peoplesWorld, async (world) => {
      await org.make(world);
      const database = await ProofDatabase.start(org.settings(world));
      try {
        const { signIns } = effectiveAccess(await org.resources(world));
        const members = signIns.flatMap(({ groups }) => groups);
        const excludes = world.rules.some(({ excluded }) => excluded.length > 0);
        for (const groups of PEOPLE) {
          const roles = await granted(groups, world, database);
          const { getsIn, isAny, most } = said(groups, members);
          const isIn = roles !== undefined;
          // Two groups that let nobody in alone may do so together, and one may shut out whom another lets in.
          if (groups.length < 2 || (getsIn && !excludes))
            expect({ groups, isIn }).toEqual({ groups, isIn: getsIn });
          // Tokens by a second rule may say more, to who is in its group as well. A role that the database lacks is none.
          const few = world.rules.length === 1 ? most : most.filter((one) => roles?.includes(one));
          const known = few.filter((role) => ROLES.includes(role));
          const others = isAny ? (roles ?? []).filter((role) => !known.includes(role)) : [];
          const all = [...known, ...others].sort();
          expect({ groups, roles: roles ?? all }).toEqual({ groups, roles: all });
          seen.add(roles === undefined ? "no login" : roles.length === 0 ? "PUBLIC" : "roles");
        }
      } finally {
        await database.stop();
        await org.unmake();
      }
    }),
    { numRuns: Number(process.env.PEOPLE_RUNS ?? 15), seed: Number(process.env.PEOPLE_SEED ?? 7) },
  );
  expect([...seen].sort()).toEqual(["PUBLIC", "no login", "roles"]);
});
