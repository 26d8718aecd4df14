/** The value of a JSON text; undefined for what is none, or not all of one. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
