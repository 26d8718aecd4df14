import { type Exposure, plainConnectors, publishedWays } from "../../../../access/exposure.ts";
import type { Draft } from "../../draft.ts";
import { type Breach, valueBreach } from "./breach.ts";

/** Ways by which clients outside the cluster reach Neo4j, and whether those are encrypted. */
export function exposureBreaches({ neo4j }: Draft): Breach[] {
  const { values = {}, config = {} } = neo4j;
  const ways = publishedWays(values);
  if (ways.length === 0) return [];
  return [
    ...ways.map(({ at, message, allowed }) => valueBreach("load-balancer", at, message, allowed)),
    ...plainConnectors(values, config).map(plaintext),
  ];
}

/** A setting of Neo4j has a place of its own among the stack's settings. */
function plaintext({ at, message, allowed }: Exposure): Breach {
  if (at[0] !== "config") return valueBreach("plaintext", at, message, allowed);
  return { rule: "plaintext", at: ["neo4j", ...at], message, allowed };
}
