import { z } from "zod";
import { NAMESPACE } from "./problem.ts";
import { settingsFields } from "./schema.ts";

/** A part of a JSON Schema. */
export type SchemaNode = z.core.JSONSchema.BaseSchema;

/** One top-level key of the namespace, as JSON Schema describes what a user writes. */
export function settingSchema(key: keyof typeof settingsFields): SchemaNode {
  return z.toJSONSchema(settingsFields[key], { io: "input", target: "draft-7" }) as SchemaNode;
}

/** True for a key without a default, which every stack has to set. */
export function isRequired(key: keyof typeof settingsFields): boolean {
  return !settingsFields[key].safeParse(undefined).success;
}

/** Every key, in the order of the documentation. */
export function settingKeys(): (keyof typeof settingsFields)[] {
  return Object.keys(settingsFields) as (keyof typeof settingsFields)[];
}

/**
 * JSON Schema of a stack file `Pulumi.<stack>.yaml`, for editors. Keys of other namespaces, which
 * belong to the providers, are left alone.
 */
export function stackFileSchema(): SchemaNode {
  const properties = settingKeys().map((key) => {
    const { $schema: _dialect, ...schema } = settingSchema(key);
    return [`${NAMESPACE}:${key}`, titled(asCommandWrites(schema), key)];
  });
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Stack file of neo4j-okta",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(properties),
        required: settingKeys()
          .filter(isRequired)
          .map((key) => `${NAMESPACE}:${key}`),
        patternProperties: { [`^(?!${NAMESPACE}:)`]: {} },
        additionalProperties: false,
      },
    },
    required: ["config"],
  };
}

/** `pulumi config set` and `pulumi stack init` write numbers and truth values as text. */
function asCommandWrites(schema: SchemaNode): SchemaNode {
  const texts: Record<string, string> = { integer: "^[0-9]+$", boolean: "^(true|false)$" };
  const pattern = texts[String(schema.type)];
  return pattern === undefined
    ? schema
    : ({ ...schema, type: [schema.type, "string"], pattern } as SchemaNode);
}

/** Gives each key its path as its title; an editor would show the file's own title otherwise. */
function titled(node: SchemaNode, title: string): SchemaNode {
  const named = { title, ...node };
  if (node.properties !== undefined) {
    const entries = Object.entries(node.properties as Record<string, SchemaNode>);
    named.properties = Object.fromEntries(
      entries.map(([key, child]) => [key, titled(child, `${title}.${key}`)]),
    );
  }
  if (node.items !== undefined) named.items = titled(node.items as SchemaNode, `${title}[]`);
  if (node.anyOf !== undefined) {
    named.anyOf = (node.anyOf as SchemaNode[]).map((branch) => {
      const form = branch.const ?? Object.keys(branch.properties ?? {})[0] ?? branch.type;
      return { ...titled(branch, title), title: `${title}: ${String(form)}` };
    });
  }
  return named;
}
