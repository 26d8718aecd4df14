import type { AccessContract } from "../access/contract.ts";
import type { DatabaseNames, DeclaredDatabase } from "../access/database/declared.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import type { DatabaseObjects } from "../neo4j-client/database-objects.ts";
import { adminPaths } from "./admin-paths.ts";

/** @throws Neo4jOktaError `database-too-old` */
export function refuseOldServer(
  { version, authRules }: DatabaseObjects,
  declared: DeclaredDatabase,
) {
  if (declared.authRules.length === 0 || authRules !== undefined) return;
  throw new Neo4jOktaError(
    "database-too-old",
    `Auth rules are declared, and Neo4j ${version} has none. Fix: run Neo4j 2026.03 or later.`,
  );
}

/**
 * Neo4j gives an id at a provider to one user, so who has a declared one is dropped before. Who stays must
 * let go of it by hand.
 *
 * @returns names of users that are dropped
 * @throws Neo4jOktaError `database-id-taken`
 */
export function holdersOfWantedIds(
  { users }: DatabaseObjects,
  declared: DeclaredDatabase,
  dropped: DatabaseNames,
): string[] {
  const wanted = declared.users.flatMap(({ name, auth }) =>
    Object.entries(auth).map(([provider, id]) => ({ name, provider, id })),
  );
  return wanted.flatMap(({ name, provider, id }) => {
    const [holder] =
      [...users].find(([other, { auth }]) => other !== name && auth.get(provider) === id) ?? [];
    if (holder === undefined || dropped.users.includes(holder)) return holder ?? [];
    throw new Neo4jOktaError(
      "database-id-taken",
      `User ${name} is to have an id at ${provider} that user ${holder} has in the database. Fix: take it from ${holder} first, or drop that user (database.removed).`,
    );
  });
}

/** @throws Neo4jOktaError `database-lockout` */
export function refuseLockout(
  actual: DatabaseObjects,
  next: Pick<DatabaseObjects, "users" | "authRules" | "settings">,
  contract: Pick<AccessContract, "accounts" | "neo4j" | "signIns">,
): void {
  const before = adminPaths(actual, contract);
  if (before.length === 0 || adminPaths(next, contract).length > 0) return;
  throw new Neo4jOktaError(
    "database-lockout",
    `After this change nobody could log in as an administrator any more; until now: ${before.join(", ")}. Fix: leave one of them as it is.`,
  );
}
