import type { GuardedGraph } from "./guarded-graph.ts";
import type { Table } from "./result.ts";
import type { Value } from "./value.ts";

/** The statements of Neo4j Browser that read the graph, word for word. */
export const BROWSER_STATEMENTS: readonly [
  form: string,
  text: string,
  answer: (graph: GuardedGraph) => Table,
][] = [
  [
    "the names that Neo4j Browser asks for (CALL db.labels() YIELD label ... UNION ALL ...)",
    `CALL db.labels() YIELD label RETURN {name: 'labels', data: COLLECT(label)[..1000]} AS result
       UNION ALL CALL db.relationshipTypes() YIELD relationshipType
       RETURN {name: 'relationshipTypes', data: COLLECT(relationshipType)[..1000]} AS result
       UNION ALL CALL db.propertyKeys() YIELD propertyKey
       RETURN {name: 'propertyKeys', data: COLLECT(propertyKey)[..1000]} AS result`,
    names,
  ],
  [
    "the counts that it asks for (MATCH () ... UNION ALL ...)",
    `MATCH () RETURN {name: 'nodes', data: count(*)} AS result
       UNION ALL MATCH ()-[]->() RETURN {name: 'relationships', data: count(*)} AS result`,
    counts,
  ],
];

/** At most 1,000 of each kind. Labels and types that nothing has any more are not told, but property names are. */
function names(graph: GuardedGraph): Table {
  const nodes = graph.nodes(ANY);
  return results({
    labels: distinct(nodes.flatMap(({ labels }) => labels)),
    relationshipTypes: distinct(graph.relationships().map(({ type }) => type)),
    propertyKeys: distinct(graph.propertyNames()),
  });
}

function counts(graph: GuardedGraph): Table {
  return results({
    nodes: BigInt(graph.nodes(ANY).length),
    relationships: BigInt(graph.relationships().length),
  });
}

const ANY = { variable: undefined, labels: [], properties: new Map() };

function distinct(found: readonly string[]): string[] {
  return [...new Set(found)].slice(0, 1000);
}

function results(data: Record<string, Value>): Table {
  const rows = Object.entries(data).map(([name, value]): Value[] => [
    new Map<string, Value>([
      ["name", name],
      ["data", value],
    ]),
  ]);
  return { fields: ["result"], rows };
}
