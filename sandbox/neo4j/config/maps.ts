import type { ValueParser } from "./values.ts";

export interface MapRules {
  /** Keys that must all be there once the setting is there. */
  required?: readonly string[];
  /** If given, the only keys that may be there. */
  accepted?: readonly string[];
  /** True keeps the text out of refusals: it may hold a secret. */
  secret?: boolean;
}

/**
 * `k1=v1;k2=v2`. Neither keys nor values are trimmed, so a blank after `;` belongs to the next key.
 * Trailing empty elements are dropped; an `=` after the first belongs to the value.
 */
export function mapOf(rules: MapRules = {}): ValueParser<Map<string, string>> {
  return (raw) => {
    const map = new Map<string, string>();
    for (const element of dropTrailingEmpty(raw.split(";"))) {
      const at = element.indexOf("=");
      if (at === -1) {
        throw new Error(`'${shown(element, rules)}' map element does not follow k1=v1 format.`);
      }
      const key = element.slice(0, at);
      if (rules.accepted && !rules.accepted.includes(key)) {
        throw new Error(
          `map element with key ${key} is not one of the accepted elements [${rules.accepted.join(", ")}]`,
        );
      }
      map.set(key, element.slice(at + 1));
    }
    if (rules.required?.some((key) => !map.has(key))) {
      throw new Error(
        `'${shown(raw, rules)}' map does not contain all of the required keys: [${rules.required.join(", ")}].`,
      );
    }
    return map;
  };
}

/** Java's `String.split` leaves out the empty strings at the end, unless nothing was split. */
export function dropTrailingEmpty(parts: string[]): string[] {
  if (parts.length === 1) return parts;
  let end = parts.length;
  while (end > 0 && parts[end - 1] === "") end -= 1;
  return parts.slice(0, end);
}

function shown(text: string, rules: MapRules): string {
  return rules.secret ? "<hidden>" : text;
}
