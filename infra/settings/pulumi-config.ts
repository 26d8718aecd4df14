import { isRequired, type SchemaNode, settingKeys, settingSchema } from "./json-schema.ts";

/** A declaration under `config:` of Pulumi.yaml. */
interface ConfigDeclaration {
  type: string;
  items?: { type: string };
  description: string;
  default?: unknown;
}

/**
 * The `config:` section of Pulumi.yaml. The engine wants a default for every key that a stack may
 * leave out, and fails the preview for a required one that is missing.
 */
export function pulumiConfig(): Record<string, ConfigDeclaration> {
  return Object.fromEntries(settingKeys().map((key) => [key, declaration(key)]));
}

function declaration(key: ReturnType<typeof settingKeys>[number]): ConfigDeclaration {
  const schema = settingSchema(key);
  const items = schema.items as SchemaNode | undefined;
  return {
    type: String(schema.type),
    ...(items ? { items: { type: String(items.type) } } : {}),
    description: String(schema.description),
    ...(isRequired(key) ? {} : { default: schema.default }),
  };
}
