import { randomUUID } from "node:crypto";
import { Neo4jError } from "../security/types.ts";
import { typeName } from "./comparison.ts";
import { outOfMemory } from "./errors.ts";
import { sizeOf } from "./size.ts";
import { Node, Structure, type Value, type ValueMap } from "./value.ts";

/** Bytes that all nodes together may take, counted roughly. */
const DEFAULT_CAPACITY = 64 * 1024 * 1024;

/** The nodes of one database, in memory. There are no relationships. */
export class Graph {
  readonly #nodes = new Map<bigint, Node>();
  readonly #labels = new Set<string>();
  readonly #propertyKeys = new Set<string>();
  readonly #capacity: number;
  readonly #id = randomUUID();
  #size = 0;
  #nextId = 0n;

  constructor(capacity = DEFAULT_CAPACITY) {
    this.#capacity = capacity;
  }

  /** The committed nodes, oldest first. */
  nodes(): Iterable<Node> {
    return this.#nodes.values();
  }

  knowsLabel(label: string): boolean {
    return this.#labels.has(label);
  }

  knowsPropertyKey(key: string): boolean {
    return this.#propertyKeys.has(key);
  }

  /** Registers names; like in Neo4j they stay even if the transaction is rolled back. */
  addNames(labels: Iterable<string>, propertyKeys: Iterable<string>): void {
    for (const label of labels) this.#labels.add(label);
    for (const key of propertyKeys) this.#propertyKeys.add(key);
  }

  /**
   * Makes a node that belongs to no transaction yet, and reserves its space.
   *
   * @throws Neo4jError Statement.TypeError, or MemoryPoolOutOfMemoryError when the store is full
   */
  newNode(labels: readonly string[], properties: ValueMap): Node {
    for (const value of properties.values()) requireProperty(value);
    const id = this.#nextId++;
    const node = new Node(id, `4:${this.#id}:${id}`, labels, properties);
    const size = sizeOf(node);
    if (this.#size + size > this.#capacity) throw outOfMemory(this.#capacity, "bytes");
    this.#size += size;
    return node;
  }

  /** Gives back the space of a node that was made but not committed. */
  release(node: Node): void {
    this.#size -= sizeOf(node);
  }

  commit(created: Iterable<Node>, deleted: Iterable<bigint>): void {
    for (const node of created) this.#nodes.set(node.id, node);
    for (const id of deleted) {
      const node = this.#nodes.get(id);
      if (node && this.#nodes.delete(id)) this.release(node);
    }
  }
}

/** A view of a graph with the changes of one transaction, which sees what others committed. */
export class GraphTransaction {
  readonly graph: Graph;
  readonly #created = new Map<bigint, Node>();
  readonly #deleted = new Set<bigint>();

  constructor(graph: Graph) {
    this.graph = graph;
  }

  *nodes(): Generator<Node> {
    for (const node of this.graph.nodes()) if (!this.#deleted.has(node.id)) yield node;
    yield* this.#created.values();
  }

  create(labels: readonly string[], properties: ValueMap): Node {
    const node = this.graph.newNode(labels, properties);
    this.#created.set(node.id, node);
    return node;
  }

  delete(node: Node): void {
    if (this.#created.delete(node.id)) this.graph.release(node);
    else this.#deleted.add(node.id);
  }

  commit(): void {
    this.graph.commit(this.#created.values(), this.#deleted);
    this.#forget();
  }

  rollback(): void {
    for (const node of this.#created.values()) this.graph.release(node);
    this.#forget();
  }

  #forget(): void {
    this.#created.clear();
    this.#deleted.clear();
  }
}

/** Properties are primitives, temporal and spatial values, or lists of one primitive type. */
function requireProperty(value: Value): void {
  const bad = (what: string) =>
    new Neo4jError(
      "Neo.ClientError.Statement.TypeError",
      `Property values can only be of primitive types or arrays thereof. Encountered: ${what}.`,
    );
  if (value instanceof Map || value instanceof Node) throw bad(typeName(value));
  if (!Array.isArray(value)) return;
  const types = new Set(value.map(typeName));
  const isFlat = value.every((item) => isPrimitive(item));
  if (!isFlat || types.size > 1) throw bad(`List of ${[...types].sort().join(", ")}`);
}

function isPrimitive(value: Value): boolean {
  return value instanceof Structure || (value !== null && typeof value !== "object");
}
