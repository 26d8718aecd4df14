import type { Counters, Result } from "../cypher/result.ts";
import type { Metadata } from "./answer.ts";
import { type BoltVersion, since } from "./version.ts";

/** Seconds for which a client may use a routing table before it asks again. */
const ROUTING_TTL = 300;

/** The final SUCCESS of a stream, without the bookmark. */
export function summaryMetadata(result: Result, db: string, version: BoltVersion): Metadata {
  const stats = statistics(result.counters);
  return {
    type: result.type,
    t_last: 0,
    db,
    ...(stats && { stats }),
    ...(since(version, 5) && { statuses: [completion(result)] }),
  };
}

/**
 * What ROUTE answers: one server, which does everything.
 *
 * @param host its address; without a port, the usual one of Bolt
 */
export function routingMetadata(host: string, db: string): Metadata {
  const address = /:\d+$/.test(host) ? host : `${host}:7687`;
  const servers = ["WRITE", "READ", "ROUTE"].map((role) => ({ addresses: [address], role }));
  return { rt: { ttl: ROUTING_TTL, db, servers } };
}

/** The counters that are not zero, under Bolt's names such as `nodes-created`; undefined if all are. */
function statistics(counters: Counters): Metadata | undefined {
  const changed = Object.entries(counters).filter(([, count]) => count > 0);
  if (changed.length === 0) return undefined;
  const named = changed.map(([name, count]) => [
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    count,
  ]);
  return { ...Object.fromEntries(named), "contains-updates": true };
}

/** The GQL status object that says how the statement ended. */
function completion({ fields, rows }: Result): Metadata {
  const [status, description] =
    fields.length === 0
      ? ["00001", "note: successful completion - omitted result"]
      : rows.length === 0
        ? ["02000", "note: no data"]
        : ["00000", "note: successful completion"];
  return { gql_status: status, status_description: description };
}
