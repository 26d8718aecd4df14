import { z } from "zod";
import type { Path } from "../../access/finding.ts";
import type { SchemaNode as Node } from "./json-schema.ts";
import { settingsSchema } from "./schema.ts";

const ROOT = z.toJSONSchema(settingsSchema, { io: "input" }) as Node;

/** The keys that a map at this path may have; empty when any key may stand there. */
export function knownKeys(at: Path): string[] {
  const nodes = at.reduce<Node[]>(
    (found, step) => found.flatMap((node) => children(node, step)),
    [ROOT],
  );
  return [...new Set(nodes.flatMap((node) => branches(node).flatMap(propertyNames)))];
}

function children(node: Node, step: string | number): Node[] {
  return branches(node).flatMap((branch) => {
    const next = typeof step === "number" ? branch.items : branch.properties?.[step];
    return isNode(next) ? [next] : [];
  });
}

function branches(node: Node): Node[] {
  return [node, ...(node.anyOf ?? []).filter(isNode)];
}

function propertyNames(node: Node): string[] {
  return Object.keys(node.properties ?? {});
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
