import { BROWSER_STATEMENTS } from "./browser-statements.ts";
import {
  clientConfigTable,
  currentUserTable,
  functionsTable,
  proceduresTable,
} from "./client-tables.ts";
import { type KnownStatement, known, listing, telling } from "./known-statement.ts";
import { DEFAULT_DATABASE, databasesTable, databaseTable } from "./server-tables.ts";

/** The only statement that waits for no change of the password. */
export const PING = "CALL db.ping()";

/** What health checks and Neo4j's own tools ask, word for word, with the columns that they get. */
const COMPONENT_QUERIES: readonly [rest: string, columns: ("name" | "version" | "edition")[]][] = [
  [
    "YIELD versions, name, edition WHERE name = 'Neo4j Kernel' RETURN edition, versions[0] AS version",
    ["edition", "version"],
  ],
  ["YIELD name, versions, edition RETURN versions[0] AS version, edition", ["version", "edition"]],
  [
    "YIELD name, versions, edition UNWIND versions AS version RETURN name, version, edition",
    ["name", "version", "edition"],
  ],
];

const KERNEL = "Neo4j Kernel";

/** What clients and tools ask about the server. */
export const SERVER_STATEMENTS: readonly KnownStatement[] = [
  telling(PING, () => ({ fields: ["success"], rows: [[true]] })),
  telling("CALL dbms.components()", ({ server: { version, edition } }) => ({
    fields: ["name", "versions", "edition"],
    rows: [[KERNEL, [version], edition]],
  })),
  ...COMPONENT_QUERIES.map(([rest, columns]) =>
    known("s", `CALL dbms.components() ${rest}`, (cursor) => {
      cursor.expect(`CALL dbms.components() ${rest}`);
      return ({ server: { version, edition } }) => {
        const kernel = { name: KERNEL, version, edition };
        return { fields: columns, rows: [columns.map((column) => kernel[column])] };
      };
    }),
  ),
  telling("CALL dbms.clientConfig()", ({ server }) => clientConfigTable(server)),
  telling("CALL dbms.showCurrentUser()", ({ subject, server }) =>
    currentUserTable(subject, server),
  ),
  listing("SHOW PROCEDURES", proceduresTable),
  listing("SHOW FUNCTIONS", functionsTable),
  ...BROWSER_STATEMENTS.map(([form, text, answer]) =>
    known("r", form, (cursor) => {
      cursor.expect(text);
      return ({ graph }) => answer(graph);
    }),
  ),
  telling("SHOW DATABASES", ({ server, home }) => databasesTable(server, home), true),
  telling("SHOW DEFAULT DATABASE", ({ server }) => databaseTable(server, DEFAULT_DATABASE), true),
  telling("SHOW HOME DATABASE", ({ server, home }) => databaseTable(server, home), true),
];
