import type { Table } from "./result.ts";
import type { Value } from "./value.ts";

/** What the stand-in tells of itself. */
export interface ServerDescription {
  /** As in `5.26.0`. */
  version: string;
  edition: "enterprise" | "community";
  /** `host:port` of Bolt, as clients are told it; asked when it is needed, since the port may be chosen. */
  address: () => string;
}

/** The database that statements run in unless they name another. */
export const DEFAULT_DATABASE = "neo4j";
/** The database of users, roles and databases. It has no data. */
export const SYSTEM_DATABASE = "system";

/** The columns of `dbms.components()`. */
export const COMPONENT_FIELDS: readonly string[] = ["name", "versions", "edition"];

/** The columns of `SHOW DATABASES` without `YIELD`. With it, Neo4j has more. */
export const DATABASE_FIELDS: readonly string[] = Object.keys(describeDatabase("", "", ""));

/** Those of `SHOW DEFAULT DATABASE` and `SHOW HOME DATABASE`. */
export const ONE_DATABASE_FIELDS: readonly string[] = DATABASE_FIELDS.filter(
  (field) => field !== "default" && field !== "home",
);

/** `dbms.components()`. */
export function componentsTable({ version, edition }: ServerDescription): Table {
  return { fields: [...COMPONENT_FIELDS], rows: [["Neo4j Kernel", [version], edition]] };
}

/** `SHOW DATABASES`. */
export function databasesTable({ address }: ServerDescription, home: string): Table {
  const rows = [DEFAULT_DATABASE, SYSTEM_DATABASE].map((name) =>
    Object.values(describeDatabase(name, home, address())),
  );
  return { fields: [...DATABASE_FIELDS], rows };
}

/** `SHOW DEFAULT DATABASE` and `SHOW HOME DATABASE`: one row, or none if there is no such database. */
export function databaseTable(server: ServerDescription, wanted: string): Table {
  const { fields, rows } = databasesTable(server, wanted);
  const kept = ONE_DATABASE_FIELDS.map((field) => fields.indexOf(field));
  return {
    fields: [...ONE_DATABASE_FIELDS],
    rows: rows
      .filter(([name]) => name === wanted)
      .map((row) => kept.map((index) => row[index] ?? null)),
  };
}

function describeDatabase(name: string, home: string, address: string): Record<string, Value> {
  return {
    name,
    type: name === SYSTEM_DATABASE ? "system" : "standard",
    aliases: [],
    access: "read-write",
    address,
    role: "primary",
    writer: true,
    requestedStatus: "online",
    currentStatus: "online",
    statusMessage: "",
    default: name === DEFAULT_DATABASE,
    home: name === home,
    constituents: [],
  };
}
