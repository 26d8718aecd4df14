import { typeError } from "./errors.ts";
import { type KnownStatement, known } from "./known-statement.ts";
import { readArrow, readCount, readNode, readOther, readReturn } from "./patterns.ts";
import type { Table } from "./result.ts";
import { readValue } from "./values.ts";

const NODE = "(n:Label {key: $value})";
const COLUMNS = "1 AS x, $y, n.key";
const NOTHING: Table = { fields: [], rows: [] };

/** What reads and writes the graph, so that privileges can be tried. */
export const GRAPH_STATEMENTS: readonly KnownStatement[] = [
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
