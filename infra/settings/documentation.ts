import { isRequired, type SchemaNode, settingKeys, settingSchema } from "./json-schema.ts";
import { NAMESPACE } from "./problem.ts";
import { REFUSALS } from "./refusals.ts";
import { PRODUCTION_RULES } from "./schema/production.ts";

/** The page docs/settings.md, made from the schema that checks the settings. */
export function settingsDocumentation(): string {
  return [
    "# Settings",
    `All settings are in \`Pulumi.<stack>.yaml\`, under \`config:\`, with the prefix \`${NAMESPACE}:\`. Everything is checked before the first resource is declared, and all problems are reported at once. \`infra/settings.schema.json\` describes the same for editors. This page is generated: \`npm run docs\`.`,
    ...settingKeys().map(section),
    "## Production rules",
    "What a stack marked `production` may do only under a waiver. Any other stack is warned of it, unless its settings say it in so many words: groups with `admin`, and the evaluation licence.",
    table(
      ["Rule", "What it holds off"],
      Object.entries(PRODUCTION_RULES).map(([rule, what]) => [`\`${rule}\``, what]),
    ),
    "## Refusals",
    "[refusals.md](refusals.md) has the texts, what is allowed instead, and the fix.",
    table(
      ["Code", "When"],
      Object.entries(REFUSALS).map(([code, when]) => [`\`${code}\``, when]),
    ),
    "",
  ].join("\n\n");
}

function section(key: ReturnType<typeof settingKeys>[number]): string {
  const schema = settingSchema(key);
  const rows = descendants(schema, "");
  const required = isRequired(key) ? "Required." : `Default: ${literal(schema.default)}.`;
  const intro = `${schema.description} ${allowed(schema)}${required}`;
  const parts = [`## ${key}`, intro];
  if (rows.length > 0) parts.push(table(["Setting", "Type", "Default", "Meaning"], rows));
  return parts.join("\n\n");
}

function descendants(schema: SchemaNode, path: string): string[][] {
  const here = nested(schema);
  const required = schema.required ?? [];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, node]) => {
    const child = node as SchemaNode;
    const at = path === "" ? name : `${path}.${name}`;
    return [row(at, child, required.includes(name)), ...descendants(child, at)];
  });
  return [...own, ...here.flatMap(({ suffix, node }) => descendants(node, `${path}${suffix}`))];
}

function nested(schema: SchemaNode): { suffix: string; node: SchemaNode }[] {
  const items = schema.items as SchemaNode | undefined;
  const branches = (schema.anyOf ?? []) as SchemaNode[];
  return [
    ...(items ? [{ suffix: "[]", node: items }] : []),
    ...branches.map((node) => ({ suffix: "", node })),
  ];
}

function row(path: string, schema: SchemaNode, required: boolean): string[] {
  const fallback = schema.default === undefined ? "" : literal(schema.default);
  const meaning = `${schema.description ?? ""} ${allowed(schema)}`.trim();
  return [
    `\`${path.replace(/^\[\]\.?/, "")}\``,
    typeName(schema),
    required ? "required" : fallback,
    meaning,
  ];
}

function allowed(schema: SchemaNode): string {
  const { patternErrorMessage: grammar, minimum, maximum } = schema;
  if (typeof grammar === "string") return `${grammar} `;
  return minimum === undefined ? "" : `Allowed: ${minimum} to ${maximum}. `;
}

function typeName(schema: SchemaNode): string {
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(", ");
  if (schema.anyOf) return [...new Set((schema.anyOf as SchemaNode[]).map(typeName))].join(" or ");
  const names: Record<string, string> = { object: "map", array: "list", string: "text" };
  const type = String(schema.type);
  return names[type] ?? type;
}

function literal(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(escapeCell).join(" | ")} |`).join("\n");
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
