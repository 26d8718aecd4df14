import fc from "fast-check";
import { expect, test } from "vitest";
import type { DeclaredDatabase } from "../../access/database/declared.ts";
import { privilegesOf } from "../../access/database/privileges.ts";
import { declared, InProcess } from "./in-process.ts";

const NAMES = ["a", "b", "c"];
const name = fc.constantFrom(...NAMES);
const some = <T>(items: readonly T[]) => fc.subarray([...items]);
const CLAUSES = [
  "GRANT ACCESS ON DATABASE neo4j",
  "GRANT MATCH {*} ON GRAPH neo4j NODES A, `b c`",
  "GRANT READ {x, y} ON GRAPH * RELATIONSHIPS *",
  "GRANT EXECUTE PROCEDURE db.* ON DBMS",
  "GRANT SHOW TRANSACTIONS ON DATABASES *",
  "GRANT WRITE ON HOME GRAPH",
];
const roleArbitrary = fc.record({
  name,
  privileges: some(CLAUSES).map((all) =>
    [...new Set(all.flatMap((one) => privilegesOf(one)))].sort(),
  ),
});
const userArbitrary = fc
  .record({
    name: fc.constantFrom("u", "v`w", "x'y"),
    isAt: some(["oidc-okta-backend", "oidc-other"]),
    password: fc.constantFrom(undefined, "permanent" as const, "change-required" as const),
    homeDatabase: fc.constantFrom(undefined, "neo4j", "some.alias"),
    suspended: fc.boolean(),
    roles: some(["editor", "reader"]),
  })
  .map(({ isAt, password, homeDatabase, ...user }) => ({
    ...user,
    auth: Object.fromEntries(isAt.map((provider) => [provider, `${user.name} at ${provider}`])),
    ...(password === undefined && isAt.length > 0 ? {} : { password: password ?? "permanent" }),
    ...(homeDatabase === undefined ? {} : { homeDatabase }),
  }));
const ruleArbitrary = fc.record({
  name: fc.constantFrom("r", "s"),
  condition: fc.constantFrom(
    "abac.oidc.user_attribute('department') = 'sales'",
    "true",
    "1 IN [1, 2] AND NOT false",
  ),
  enabled: fc.boolean(),
  roles: some(["editor", "reader"]),
});
const unique = { selector: ({ name: one }: { name: string }) => one };
const databaseArbitrary: fc.Arbitrary<DeclaredDatabase> = fc
  .record({
    roles: fc.uniqueArray(roleArbitrary, unique),
    users: fc.uniqueArray(userArbitrary, unique),
    authRules: fc.uniqueArray(ruleArbitrary, unique),
  })
  .map((parts) => declared(parts));

test("from any database to any other: once applied, there is nothing left to do", async () => {
  await fc.assert(
    fc.asyncProperty(
      databaseArbitrary,
      databaseArbitrary,
      fc.boolean(),
      async (one, other, prune) => {
        const database = await InProcess.start();
        await database.bring(one);
        await database.bring(other, { prune });
        expect((await database.plan(other, { prune })).steps).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});
