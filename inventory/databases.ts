import { hiddenProperties, hiddenSettings } from "../access/effective/hidden.ts";
import type { Neo4j } from "../access/effective/neo4j.ts";
import type { Deployed, State } from "../review/state.ts";
import type { Inventory } from "./schema.ts";

/** A Neo4j server of the stack. */
export function databaseOf(neo4j: Neo4j, { resources }: State): Inventory["databases"][number] {
  const { name, providers, authentication, authorization } = neo4j;
  const address = resources.map((one) => declaredAddress(one, name)).find(Boolean);
  const roles = providers.flatMap(({ mapping }) => [...mapping.values()].flat());
  return {
    name,
    ...(address === undefined ? {} : { address }),
    roles: [...new Set(roles)].sort(),
    hidden: [...hiddenSettings(neo4j), ...hiddenProperties(resources)].map(({ what }) => what),
    breakGlass: [authentication, authorization].every((list) => list.includes("native")),
  };
}

/** The address that the stack's output `access` has for this server. */
function declaredAddress({ type, properties }: Deployed, name: string): string | undefined {
  if (type !== "pulumi:pulumi:Stack") return undefined;
  const { neo4j } = Object(properties.access) as { neo4j?: unknown };
  const { namespace, release, boltUri } = Object(neo4j) as Record<string, unknown>;
  return `${namespace}/${release}` === name && typeof boltUri === "string" ? boltUri : undefined;
}
