import type { Counters, Result } from "../cypher/result.ts";
import type { Value, ValueMap } from "../cypher/value.ts";
import { type BoltVersion, since } from "./version.ts";

/** Seconds for which a client may use a routing table before it asks again. */
const ROUTING_TTL = 300n;

/** The final SUCCESS of a stream, without the bookmark. */
export function summaryMetadata(result: Result, database: string, version: BoltVersion): ValueMap {
  const metadata: ValueMap = new Map<string, Value>([
    ["type", result.type],
    ["t_last", 0n],
    ["db", database],
  ]);
  const stats = statistics(result.counters);
  if (stats.size > 0) metadata.set("stats", stats);
  if (since(version, 5)) metadata.set("statuses", [completion(result)]);
  return metadata;
}

/** What ROUTE answers: one server, which does everything. */
export function routingMetadata(address: string, database: string): ValueMap {
  const servers = ["WRITE", "READ", "ROUTE"].map(
    (role): ValueMap =>
      new Map<string, Value>([
        ["addresses", [address]],
        ["role", role],
      ]),
  );
  const table: ValueMap = new Map<string, Value>([
    ["ttl", ROUTING_TTL],
    ["db", database],
    ["servers", servers],
  ]);
  return new Map([["rt", table]]);
}

/** The counters that are not zero, under Bolt's names: `nodes-created`. */
function statistics(counters: Counters): ValueMap {
  const stats: ValueMap = new Map();
  for (const [name, count] of Object.entries(counters)) {
    if (count === 0) continue;
    const key = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    stats.set(key, BigInt(count));
    stats.set("contains-updates", true);
  }
  return stats;
}

/** The GQL status object that says how the statement ended. */
function completion({ fields, rows }: Result): ValueMap {
  const [status, description] =
    fields.length === 0
      ? ["00001", "note: successful completion - omitted result"]
      : rows.length === 0
        ? ["02000", "note: no data"]
        : ["00000", "note: successful completion"];
  return new Map([
    ["gql_status", status],
    ["status_description", description],
  ]);
}
