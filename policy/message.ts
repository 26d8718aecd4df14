import { show } from "../access/finding.ts";
import { looksSecret } from "../access/secret-text.ts";
import { visible } from "../access/visible.ts";
import type { Breach } from "./rule.ts";

const HIDDEN = "not shown here";

/** A breach in words: resource, value, reason and way out. What may be a secret is not shown. */
export function messageOf(name: string, { at, value, reason }: Breach, fix: string): string {
  const is = value === undefined ? "" : ` is ${shown(show(value), JSON.stringify(value))},`;
  return visible(`${shown(at)} of ${name}${is} ${shown(reason)}. Fix: ${fix}.`);
}

/** @param whole what is looked at; default: the text itself, which may be a shortened one */
function shown(text: string, whole = text): string {
  return looksSecret(whole) ? HIDDEN : text;
}
