import { Node, type Value } from "../../neo4j/cypher/value.ts";

/** A Cypher value without the stand-in's types: maps as objects, INTEGERs as numbers where they fit. */
export function toPlain(value: Value): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [key, toPlain(item)]));
  }
  if (value instanceof Node) {
    const { elementId, labels, properties } = value;
    return { elementId, labels: [...labels], properties: toPlain(new Map(properties)) };
  }
  return value;
}
