/** What a value is, in words. */
export function typeName(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return article(typeof value);
}

const NAMES: Record<string, string> = {
  array: "a list",
  object: "a map",
  record: "a map",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

/** What a schema type is called in a message. */
export function article(type: string): string {
  return NAMES[type] ?? type;
}
