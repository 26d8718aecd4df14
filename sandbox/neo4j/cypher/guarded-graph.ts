import { Neo4jError } from "../security/types.ts";
import { typeError } from "./errors.ts";
import type { GraphTransaction, Relationship } from "./graph.ts";
import type { NameKind, Privileges } from "./privileges.ts";
import { type Counters, NO_CHANGES } from "./result.ts";
import { equal, Node, Structure, type Value, type ValueMap } from "./value.ts";

/** `(variable:Label1:Label2 {key: value})`. */
export interface NodePattern {
  variable: string | undefined;
  labels: string[];
  properties: ValueMap;
}

/** What one statement does to a graph: every step asks for its privilege, and is counted. */
export class GuardedGraph {
  readonly counters: Counters = { ...NO_CHANGES };
  readonly #graph: GraphTransaction;
  readonly #privileges: Privileges;

  constructor(graph: GraphTransaction, privileges: Privileges) {
    this.#graph = graph;
    this.#privileges = privileges;
  }

  /** The nodes that match a pattern and that the subject may see. */
  nodes({ labels, properties }: NodePattern): Node[] {
    if (!this.#privileges.mayRead) return [];
    return this.#graph
      .nodes()
      .filter(
        (node) =>
          labels.every((label) => node.labels.includes(label)) &&
          [...properties].every(([key, value]) => equal(node.properties.get(key) ?? null, value)),
      );
  }

  /** The relationships that the subject may see. */
  relationships(): Relationship[] {
    return this.#privileges.mayFollow ? this.#graph.relationships() : [];
  }

  /** Every property name that was ever used, for who may read; Neo4j forgets none. */
  propertyNames(): string[] {
    const kind: NameKind = "property name";
    const used = [...this.#graph.graph.names].filter((name) => name.startsWith(`${kind} `));
    return this.#privileges.mayRead ? used.map((name) => name.slice(kind.length + 1)) : [];
  }

  /** The pairs of nodes that a relationship of a type connects, out of those that match. */
  pairs(from: NodePattern, type: string, to: NodePattern): [from: Node, to: Node][] {
    if (!this.#privileges.mayFollow) return [];
    const [sources, targets] = [from, to].map(
      (pattern) => new Map(this.nodes(pattern).map((node) => [node.elementId, node])),
    );
    return this.#graph.relationships().flatMap((relationship) => {
      const [source, target] = [sources?.get(relationship.from), targets?.get(relationship.to)];
      return relationship.type === type && source && target ? [[source, target]] : [];
    });
  }

  /** @throws Neo4jError Security.Forbidden, Statement.TypeError */
  create({ labels, properties }: NodePattern): Node {
    const values = asProperties(properties);
    this.#privileges.requireWrite(`Create node with labels '${labels.join(",")}'`);
    this.#useNames("node label", labels);
    this.#useNames("property name", values.keys());
    const { id, elementId } = this.#graph.graph.newId();
    const node = new Node(id, elementId, labels, values);
    this.#graph.put(node);
    this.counters.nodesCreated += 1;
    this.counters.labelsAdded += labels.length;
    this.counters.propertiesSet += values.size;
    return node;
  }

  /** The nodes that match a pattern, or a new one. @throws Neo4jError as `create`, or SemanticError */
  merge(pattern: NodePattern): Node[] {
    for (const [key, value] of pattern.properties) {
      if (value !== null) continue;
      throw new Neo4jError(
        "Neo.ClientError.Statement.SemanticError",
        `Cannot merge the following node because of null property value for '${key}': (:${pattern.labels.join(":")} {${key}: null})`,
      );
    }
    const found = this.nodes(pattern);
    return found.length > 0 ? found : [this.create(pattern)];
  }

  /** Makes a relationship. @throws Neo4jError Security.Forbidden */
  connect(from: Node, type: string, to: Node): void {
    this.#privileges.requireWrite(`Create relationship with type '${type}'`);
    this.#useNames("relationship type", [type]);
    const { elementId } = this.#graph.graph.newId();
    this.#graph.put({ elementId, type, from: from.elementId, to: to.elementId });
    this.counters.relationshipsCreated += 1;
  }

  /** Adds properties to a node, or replaces them. @throws Neo4jError as `create` */
  set(node: Node, properties: ValueMap): void {
    for (const key of properties.keys()) this.#privileges.requireWrite(`Set property '${key}'`);
    this.#useNames("property name", properties.keys());
    const values = asProperties([...node.properties, ...properties]);
    this.#graph.put(new Node(node.id, node.elementId, node.labels, values));
    this.counters.propertiesSet += properties.size;
  }

  /** Deletes nodes with their relationships. @throws Neo4jError Security.Forbidden */
  detachDelete(nodes: readonly Node[]): void {
    for (const { labels } of nodes) {
      this.#privileges.requireWrite(`Delete node with labels '${labels.join(",")}'`);
    }
    const ids = new Set(nodes.map((node) => node.elementId));
    const relationships = this.#graph
      .relationships()
      .filter(({ from, to }) => ids.has(from) || ids.has(to));
    for (const entity of [...relationships, ...nodes]) this.#graph.delete(entity);
    this.counters.relationshipsDeleted += relationships.length;
    this.counters.nodesDeleted += nodes.length;
  }

  #useNames(kind: NameKind, names: Iterable<string>): void {
    const known = this.#graph.graph.names;
    const keys = [...names].map((name) => `${kind} ${name}`);
    if (keys.some((key) => !known.has(key))) this.#privileges.requireNewName(kind);
    for (const key of keys) known.add(key);
  }
}

/** Properties as a node holds them: the last value of each key counts. @throws Neo4jError Statement.TypeError */
function asProperties(entries: Iterable<readonly [key: string, value: Value]>): ValueMap {
  const properties = new Map(entries);
  for (const [key, value] of properties) {
    if (value === null) properties.delete(key);
    else requireProperty(value);
  }
  return properties;
}

/** Properties are primitives, temporal and spatial values, or lists of one primitive type. */
function requireProperty(value: Value): void {
  if (value instanceof Map || value instanceof Node) {
    throw typeError("Property values can only be of primitive types or arrays thereof.");
  }
  if (!Array.isArray(value)) return;
  if (value.includes(null)) {
    throw typeError("Collections containing null values can not be stored in properties.");
  }
  const isFlat = value.every((item) => item instanceof Structure || typeof item !== "object");
  if (isFlat && new Set(value.map((item) => typeof item)).size < 2) return;
  throw typeError(
    "Neo4j only supports a subset of Cypher types for storage as singleton or array properties. Please refer to section cypher/syntax/values of the manual for more details.",
  );
}
