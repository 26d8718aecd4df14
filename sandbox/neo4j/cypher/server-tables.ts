import type { SettingValue } from "../config/values.ts";
import type { Table } from "./result.ts";
import type { Value } from "./value.ts";
import { project } from "./yields.ts";

/** What the stand-in tells of itself. */
export interface ServerDescription {
  /** As in `5.26.0`. */
  version: string;
  edition: "enterprise" | "community";
  /** `host:port` of Bolt, as clients are told it; asked when it is needed, since the port may be chosen. */
  address: () => string;
  /** The settings that were given. Default: none. */
  settings?: ReadonlyMap<string, SettingValue> | undefined;
}

/** The database that statements run in unless they name another. */
export const DEFAULT_DATABASE = "neo4j";
/** The database of users, roles and databases. It has no data. */
export const SYSTEM_DATABASE = "system";

/** `SHOW DATABASES` without `YIELD`; with it, Neo4j has more columns. */
export function databasesTable({ address }: ServerDescription, home: string): Table {
  const databases = [DEFAULT_DATABASE, SYSTEM_DATABASE].map((name) => ({
    name,
    type: name === SYSTEM_DATABASE ? "system" : "standard",
    aliases: [],
    access: "read-write",
    address: address(),
    role: "primary",
    writer: true,
    requestedStatus: "online",
    currentStatus: "online",
    statusMessage: "",
    default: name === DEFAULT_DATABASE,
    home: name === home,
    constituents: [],
  }));
  return {
    fields: Object.keys(databases[0] ?? {}),
    rows: databases.map((database): Value[] => Object.values(database)),
  };
}

/** `SHOW DEFAULT DATABASE` and `SHOW HOME DATABASE`: one row, or none if there is no such database. */
export function databaseTable(server: ServerDescription, wanted: string): Table {
  const { fields, rows } = databasesTable(server, wanted);
  const found = { fields, rows: rows.filter(([name]) => name === wanted) };
  return project(
    found,
    fields.filter((field) => field !== "default" && field !== "home"),
  );
}
