import { claimsOf, groupsOf } from "../access/effective/claims.ts";
import type { Neo4j, Provider } from "../access/effective/neo4j.ts";
import type { Client } from "../access/effective/okta.ts";
import { Unknown } from "../access/effective/resource.ts";
import type { Stack } from "./stack.ts";

/** What the tokens of a client say of groups to a provider that takes them. */
export interface Carried {
  client: Client;
  neo4j: Neo4j;
  provider: Provider;
  /** Undefined: any group at all. */
  groups: readonly string[] | undefined;
}

/** The groups of every client at every database that lets it in; what is not known yet is noted. */
export function carriedGroups(stack: Stack): Carried[] {
  return [...stack.access.clients].flatMap(([client, { logins }]) =>
    logins.flatMap(({ neo4j, provider, token }) =>
      claimsOf(token, provider.groupsClaim ?? "", client).map((claim) => {
        const groups = groupsOf(claim);
        if (groups instanceof Unknown) stack.open.add(`groups of ${client.name}`);
        return { client, neo4j, provider, groups: Array.isArray(groups) ? groups : undefined };
      }),
    ),
  );
}
