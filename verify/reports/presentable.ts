import { printable } from "../../tokens/http.ts";
import type { Redactor } from "../../tokens/redact.ts";

/**
 * A copy of plain data of which every text may be shown: on one line, without characters that speak
 * to a terminal or that nobody can see, and without secrets. In this order, since a secret could
 * otherwise be hidden by such a character.
 */
export function presentable<T>(data: T, redactor: Redactor): T {
  const known = new Map<string, string>();
  const text = (value: string): string => {
    const clean = known.get(value) ?? redactor.clean(printable(value));
    known.set(value, clean);
    return clean;
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
  };
  return walk(data) as T;
}
