import { randomUUID } from "node:crypto";
import { outOfMemory } from "./errors.ts";
import { Node } from "./value.ts";

/** Bytes that everything in a graph may take, counted roughly. */
const DEFAULT_CAPACITY = 64 * 1024 * 1024;

/** A directed connection between two nodes. It has no properties here. */
export interface Relationship {
  readonly elementId: string;
  readonly type: string;
  /** Element ids of its nodes. */
  readonly from: string;
  readonly to: string;
}

type Entity = Node | Relationship;

/** What is committed in one database, in memory, and the space that is left. */
export class Graph {
  /** By element id, oldest first. */
  readonly entities = new Map<string, Entity>();
  /** Labels, property names and relationship types; they stay when a transaction is rolled back. */
  readonly names = new Set<string>();
  readonly #capacity: number;
  readonly #id = randomUUID();
  #used = 0;
  #nextId = 0n;

  /** @param capacity in bytes */
  constructor(capacity = DEFAULT_CAPACITY) {
    this.#capacity = capacity;
  }

  /** An id that nothing has yet. */
  newId(): { id: bigint; elementId: string } {
    const id = this.#nextId++;
    return { id, elementId: `4:${this.#id}:${id}` };
  }

  /** @throws Neo4jError General.MemoryPoolOutOfMemoryError when it is full */
  reserve(entity: Entity): void {
    const size = sizeOf(entity);
    if (this.#used + size > this.#capacity) throw outOfMemory(this.#capacity, "bytes");
    this.#used += size;
  }

  release(entity: Entity | undefined): void {
    if (entity) this.#used -= sizeOf(entity);
  }
}

/** A view of a graph with the changes of one transaction, which sees what others committed. */
export class GraphTransaction {
  readonly graph: Graph;
  /** By element id; undefined stands for deleted. */
  readonly #changes = new Map<string, Entity | undefined>();

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** The nodes that it sees: the committed ones first. */
  nodes(): Node[] {
    return this.#entities().filter((entity) => entity instanceof Node);
  }

  /** The relationships that it sees: the committed ones first. */
  relationships(): Relationship[] {
    return this.#entities().filter((entity): entity is Relationship => !(entity instanceof Node));
  }

  /** Adds something, or replaces it. @throws Neo4jError General.MemoryPoolOutOfMemoryError */
  put(entity: Entity): void {
    this.graph.reserve(entity);
    this.graph.release(this.#changes.get(entity.elementId));
    this.#changes.set(entity.elementId, entity);
  }

  delete({ elementId }: Entity): void {
    this.graph.release(this.#changes.get(elementId));
    this.#changes.set(elementId, undefined);
  }

  /** Makes the changes visible to others. */
  commit(): void {
    const { entities } = this.graph;
    for (const [elementId, entity] of this.#changes) {
      this.graph.release(entities.get(elementId));
      if (entity) entities.set(elementId, entity);
      else entities.delete(elementId);
    }
    this.#changes.clear();
  }

  /** Drops the changes. */
  rollback(): void {
    for (const entity of this.#changes.values()) this.graph.release(entity);
    this.#changes.clear();
  }

  #entities(): Entity[] {
    const committed = [...this.graph.entities.values()];
    const untouched = committed.filter(({ elementId }) => !this.#changes.has(elementId));
    return [...untouched, ...this.#changes.values()].filter((entity) => entity !== undefined);
  }
}

/** About how many bytes it takes. */
function sizeOf(entity: Entity): number {
  const properties = entity instanceof Node ? [...entity.properties] : [];
  const texts = JSON.stringify([entity, properties], (_, value) =>
    typeof value === "bigint" ? Number(value) : value,
  );
  return 2 * texts.length;
}
