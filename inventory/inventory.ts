import { notLookedAt } from "../access/difference/changes.ts";
import { compare } from "../access/difference/clients.ts";
import { OPEN_REASONS } from "../access/difference/unknown.ts";
import { type EffectiveAccess, effectiveAccess } from "../access/effective/access.ts";
import { trusts } from "../access/effective/neo4j.ts";
import type { State } from "../review/state.ts";
import { accountReader } from "./accounts.ts";
import { databaseOf } from "./databases.ts";
import { signInOf } from "./people.ts";
import { routeOf } from "./routes.ts";
import type { Inventory } from "./schema.ts";

/** Who can have which role by what is deployed, and by which way. */
export function inventoryOf(state: State): Inventory {
  const access = effectiveAccess(state.resources);
  const read = accountReader(access, state);
  return {
    version: 1,
    accounts: [...access.clients]
      .map(([client, can]) => read(client, can))
      .sort((a, b) => compare(a.name, b.name) || compare(a.clientId, b.clientId)),
    anyApp: access.anyClient.grants.map(routeOf),
    signIns: access.signIns.map(signInOf),
    databases: access.neo4j.map((neo4j) => databaseOf(neo4j, state)),
    notLookedAt: [...besides(access, state), ...notLookedAt(access)],
  };
}

function besides(
  { servers, neo4j, anyClient }: EffectiveAccess,
  { pending }: State,
): readonly string[] {
  const strangers = neo4j.flatMap(({ name, providers }) =>
    providers.flatMap((provider) =>
      servers.some((server) => trusts(provider, server)) || provider.isOffered
        ? []
        : `who gets tokens of ${provider.issuer}, which ${name} takes: no server of this stack issues them`,
    ),
  );
  return [
    ...(neo4j.length === 0 ? ["any database: the state has no Neo4j server"] : []),
    ...(pending === 0 ? [] : [`what an interrupted update was doing: ${pending} changes`]),
    ...strangers,
    ...anyClient.open.map(
      ({ reason, neo4j: { name } }) =>
        `which roles other apps of the org can have in ${name}: ${OPEN_REASONS[reason]}`,
    ),
    "what was changed by hand since the last deployment or refresh",
  ];
}
