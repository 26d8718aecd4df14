import { Cursor } from "./cursor.ts";
import { typeError, UnknownStatementError } from "./errors.ts";
import type { Variables } from "./expressions.ts";
import { type Parts, readForm, showForm } from "./forms.ts";
import type { GuardedGraph, NodePattern } from "./guarded-graph.ts";
import type { Table } from "./result.ts";
import {
  componentsTable,
  DEFAULT_DATABASE,
  databasesTable,
  databaseTable,
  type ServerDescription,
} from "./server-tables.ts";
import { Node, type Value, type ValueMap } from "./value.ts";
import { project, unwound } from "./yields.ts";

/** What a statement runs in. */
export interface StatementContext {
  graph: GuardedGraph;
  server: ServerDescription;
  /** The subject's home database. */
  home: string;
}

/** A statement that was read. */
export interface ReadStatement {
  form: string;
  /** As in Bolt: it reads or writes data, or tells about the server. */
  type: "r" | "w" | "s";
  /** @throws Neo4jError */
  run(context: StatementContext): Table;
}

interface KnownStatement {
  form: string;
  read(cursor: Cursor): ReadStatement;
}

/** The form of the only statement that waits for no change of the password. */
export const PING = "CALL db.ping() <pinged>";

const NOTHING: Table = { fields: [], rows: [] };

/** Everything that the stand-in runs beside the statements about users and roles. */
const STATEMENTS: readonly KnownStatement[] = [
  known("s", PING, ({ pinged }) => pinged({ fields: ["success"], rows: [[true]] })),
  known("s", "CALL dbms.components() <components>", ({ components }, { server }) =>
    components(componentsTable(server)),
  ),
  known("s", "SHOW DATABASES <databases>", ({ databases }, { server, home }) =>
    databases(databasesTable(server, home)),
  ),
  known("s", "SHOW DEFAULT DATABASE <database>", ({ database }, { server }) =>
    database(databaseTable(server, DEFAULT_DATABASE)),
  ),
  known("s", "SHOW HOME DATABASE <database>", ({ database }, { server, home }) =>
    database(databaseTable(server, home)),
  ),
  known("r", "RETURN <columns>", ({ columns }) => project(columns, [new Map()])),
  known("r", "MATCH <node> RETURN <count>", ({ node, count }, { graph }) => ({
    fields: [count],
    rows: [[BigInt(graph.nodes(node).length)]],
  })),
  known("r", "MATCH <node> RETURN <columns>", ({ node, columns }, { graph }) =>
    project(
      columns,
      graph.nodes(node).map((found) => bind([node, found])),
    ),
  ),
  known(
    "r",
    "MATCH <from>-[:<type>]-><to> RETURN <columns>",
    ({ from, type, to, columns }, { graph }) =>
      project(
        columns,
        graph.pairs(from, type, to).map(([first, second]) => bind([from, first], [to, second])),
      ),
  ),
  known("w", "CREATE <nodes>", ({ nodes }, { graph }) => {
    for (const pattern of nodes) graph.create(pattern);
    return NOTHING;
  }),
  known(
    "w",
    "CREATE <from> CREATE <to> CREATE (<source>)-[:<type>]->(<target>)",
    ({ from, to, source, type, target }, { graph }) => {
      const made = bind([from, graph.create(from)], [to, graph.create(to)]);
      graph.connect(nodeOf(made, source), type, nodeOf(made, target));
      return NOTHING;
    },
  ),
  known("w", "MATCH <node> DETACH DELETE <variable>", ({ node }, { graph }) => {
    graph.detachDelete(graph.nodes(node));
    return NOTHING;
  }),
  known("w", "UNWIND <rows> AS <row> MERGE <node> <set>", ({ rows, row, node, set }, { graph }) => {
    for (const item of unwound(rows(new Map()))) {
      const variables = new Map([[row, item]]);
      for (const merged of graph.merge(node, variables)) {
        const all = new Map([...variables, ...bind([node, merged])]);
        if (set) graph.set(nodeOf(all, set.variable), requireMap(set.value(all)));
      }
    }
    return NOTHING;
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
  for (const statement of STATEMENTS) {
    cursor.position = 0;
    try {
      return statement.read(cursor);
    } catch (error) {
      if (!(error instanceof UnknownStatementError)) throw error;
    }
  }
  const forms = STATEMENTS.map(({ form }) => showForm(form));
  throw new UnknownStatementError(
    `. Allowed: ${forms.join("; ")}; and statements about users, roles and settings.`,
  );
}

function known<Form extends string>(
  type: ReadStatement["type"],
  form: Form,
  run: (parts: Parts<Form>, context: StatementContext) => Table,
): KnownStatement {
  return {
    form,
    read: (cursor) => {
      const parts = readForm(form, cursor);
      return { form, type, run: (context) => run(parts, context) };
    },
  };
}

type Bound = [pattern: NodePattern, node: Node];

/** The variables of patterns, with the nodes that they stand for. */
function bind(...bound: Bound[]): Map<string, Value> {
  return new Map(
    bound.flatMap(([{ variable }, node]) => (variable === undefined ? [] : [[variable, node]])),
  );
}

function nodeOf(variables: Variables, name: string): Node {
  const value = variables.get(name);
  if (value instanceof Node) return value;
  throw typeError(`Type mismatch: \`${name}\` is not a node`);
}

function requireMap(value: Value): ValueMap {
  if (value instanceof Map) return value;
  throw typeError("Type mismatch: `SET n += value` expects a map");
}
