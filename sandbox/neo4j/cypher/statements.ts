import { Cursor } from "./cursor.ts";
import { typeError, UnknownStatementError } from "./errors.ts";
import type { GuardedGraph } from "./guarded-graph.ts";
import { readArrow, readCount, readNode, readOther, readReturn } from "./patterns.ts";
import type { Table } from "./result.ts";
import {
  DEFAULT_DATABASE,
  databasesTable,
  databaseTable,
  type ServerDescription,
} from "./server-tables.ts";
import type { Value } from "./value.ts";
import { readValue } from "./values.ts";
import { project, readYield } from "./yields.ts";

/** What a statement runs in. */
export interface StatementContext {
  graph: GuardedGraph;
  server: ServerDescription;
  /** The subject's home database. */
  home: string;
}

/** @throws Neo4jError */
type Run = (context: StatementContext) => Table;

interface KnownStatement {
  /** As in Bolt: it reads or writes data, or tells about the server. */
  type: "r" | "w" | "s";
  /** How the refusal of an unknown statement shows it. */
  form: string;
  /** Reads all of it. @throws UnknownStatementError if it is another one */
  read(cursor: Cursor): Run;
}

/** A statement that was read. */
export type ReadStatement = Pick<KnownStatement, "type" | "form"> & { run: Run };

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
const NODE = "(n:Label {key: $value})";
const COLUMNS = "1 AS x, $y, n.key";
const NOTHING: Table = { fields: [], rows: [] };

/** Everything that the stand-in runs beside the statements about users, roles and settings. */
const STATEMENTS: readonly KnownStatement[] = [
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
  telling("SHOW DATABASES", ({ server, home }) => databasesTable(server, home), true),
  telling("SHOW DEFAULT DATABASE", ({ server }) => databaseTable(server, DEFAULT_DATABASE), true),
  telling("SHOW HOME DATABASE", ({ server, home }) => databaseTable(server, home), true),
  known("r", "RETURN 1 AS x, $y", (cursor) => {
    const answer = readReturn(cursor, []);
    return () => answer([[]]);
  }),
  known("r", `MATCH ${NODE} RETURN count(n)`, (cursor) => {
    cursor.expect("MATCH");
    const node = readNode(cursor);
    const field = readCount(cursor, node);
    return ({ graph }) => ({ fields: [field], rows: [[BigInt(graph.nodes(node).length)]] });
  }),
  known("r", `MATCH ${NODE} RETURN ${COLUMNS}`, (cursor) => {
    cursor.expect("MATCH");
    const node = readNode(cursor);
    const answer = readReturn(cursor, [node]);
    return ({ graph }) => answer(graph.nodes(node).map((found) => [found]));
  }),
  known("r", `MATCH ${NODE}-[:TYPE]->(m:Label) RETURN ${COLUMNS}`, (cursor) => {
    cursor.expect("MATCH");
    const from = readNode(cursor);
    const type = readArrow(cursor);
    const to = readOther(cursor, [from]);
    const answer = readReturn(cursor, [from, to]);
    return ({ graph }) => answer(graph.pairs(from, type, to));
  }),
  known("w", `CREATE ${NODE}, ...`, (cursor) => {
    cursor.expect("CREATE");
    const nodes = [readNode(cursor)];
    while (cursor.take(",")) nodes.push(readOther(cursor, nodes));
    return ({ graph }) => {
      for (const node of nodes) graph.create(node);
      return NOTHING;
    };
  }),
  known("w", `CREATE ${NODE} CREATE (m:Label) CREATE (n)-[:TYPE]->(m)`, (cursor) => {
    cursor.expect("CREATE");
    const from = readNode(cursor);
    cursor.expect("CREATE");
    const to = readOther(cursor, [from]);
    cursor.expect("CREATE (");
    cursor.expectName(from.variable);
    cursor.expect(")");
    const type = readArrow(cursor);
    cursor.expect("(");
    cursor.expectName(to.variable);
    cursor.expect(")");
    return ({ graph }) => {
      graph.connect(graph.create(from), type, graph.create(to));
      return NOTHING;
    };
  }),
  known("w", `MATCH ${NODE} DETACH DELETE n`, (cursor) => {
    cursor.expect("MATCH");
    const node = readNode(cursor);
    cursor.expect("DETACH DELETE");
    cursor.expectName(node.variable);
    return ({ graph }) => {
      graph.detachDelete(graph.nodes(node));
      return NOTHING;
    };
  }),
  known("w", "UNWIND $rows AS row MERGE (n:Label {key: row.key}) SET n += row", (cursor) => {
    cursor.expect("UNWIND");
    const rows = readValue(cursor);
    cursor.expect("AS row MERGE (");
    const variable = cursor.name("a variable");
    if (variable === "row") cursor.fail("another variable");
    cursor.expect(":");
    const labels = [cursor.name("a label")];
    cursor.expect("{");
    const key = cursor.name("a property name");
    cursor.expect(": row.");
    const source = cursor.name("a property name");
    cursor.expect("}) SET");
    cursor.expectName(variable);
    cursor.expect("+= row");
    return ({ graph }) => {
      if (!Array.isArray(rows)) throw typeError("Type mismatch: expected a list of maps");
      for (const item of rows) {
        if (!(item instanceof Map)) throw typeError("Type mismatch: expected a map");
        const properties = new Map([[key, item.get(source) ?? null]]);
        const merged = graph.merge({ variable, labels, properties });
        for (const node of merged) graph.set(node, item);
      }
      return NOTHING;
    };
  }),
];

/**
 * Finds the statement that a text is.
 *
 * @throws UnknownStatementError, which tells what is known; Neo4jError ParameterMissing, TypeError,
 * SyntaxError
 */
export function readStatement(text: string, parameters: ReadonlyMap<string, Value>): ReadStatement {
  const cursor = new Cursor(text, parameters);
  for (const { type, form, read } of STATEMENTS) {
    cursor.position = 0;
    try {
      const run = read(cursor);
      cursor.expectEnd();
      return { type, form, run };
    } catch (error) {
      if (!(error instanceof UnknownStatementError)) throw error;
    }
  }
  const forms = STATEMENTS.map(({ form }) => form);
  throw new UnknownStatementError(
    `. Allowed: ${forms.join("; ")}; and statements about users, roles and settings.`,
  );
}

function known(
  type: KnownStatement["type"],
  form: string,
  read: (cursor: Cursor) => Run,
): KnownStatement {
  return { type, form, read };
}

/**
 * A statement about the server, which `YIELD` may take columns of.
 *
 * @param hasMore whether Neo4j has more columns, so that `YIELD *` is refused
 */
function telling(form: string, table: Run, hasMore = false): KnownStatement {
  return known("s", `${form} [YIELD column, ...]`, (cursor) => {
    cursor.expect(form);
    if (hasMore && cursor.isNext("YIELD *")) cursor.fail("columns by name");
    const columns = readYield(cursor);
    return (context) => project(table(context), columns);
  });
}
