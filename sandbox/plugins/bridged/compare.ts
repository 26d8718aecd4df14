import type { Json } from "../protocol/values.ts";

/** JSON text as Go's encoding/json writes it: keys sorted, `<`, `>` and `&` escaped, no spaces. */
export function goJson(value: Json): string {
  return JSON.stringify(sortKeys(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, child]) => [key, sortKeys(child)]));
}

/** {@link goJson} of JSON text; text that is not JSON stays as it is. */
export function normalizedJson(text: string): string {
  try {
    return goJson(JSON.parse(text) as Json);
  } catch {
    return text;
  }
}

/** Whether Terraform takes the value for "not set". */
export function isZero(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0)
  );
}
