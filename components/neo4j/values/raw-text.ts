import type { Finding, Path } from "../../../access/finding.ts";
import { isMap, walk } from "../../../access/tree.ts";
import { valuesFinding } from "./guards.ts";
import { inContainer } from "./places.ts";
import type { Values } from "./values.ts";

/**
 * Objections to keys and texts that the chart would not keep in their place. It writes most of them
 * into YAML as they are, where a line break begins another field, and runs some as templates, which
 * can read every Secret of the namespace.
 */
export function rawTextFindings(values: Values): Finding[] {
  return walk(values, (value, at) => {
    if (isMap(value)) return Object.keys(value).flatMap((key) => keyFindings([...at, key]));
    return typeof value === "string" && !isQuoted(at) ? textFindings(value, at) : [];
  });
}

function keyFindings(at: Path): Finding[] {
  if (/^[\w./-]+$/.test(String(at.at(-1)))) return [];
  const fix = "write letters, digits and - _ . / only";
  return [valuesFinding("values-chart", at, "is no plain key; the chart writes it into YAML", fix)];
}

function textFindings(text: string, at: Path): Finding[] {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) {
    const message = "holds a line break or control character; the chart writes it into YAML";
    return [valuesFinding("values-chart", at, message, "write it on one line")];
  }
  if (!text.includes("{{")) return [];
  const message = 'holds "{{": the chart may run it as a template';
  return [valuesFinding("values-chart", at, message, "write the value itself")];
}

/** True where the chart quotes text, or writes it as a block. */
function isQuoted(at: Path): boolean {
  const whole = ["additionalVolumes", "env", "jvm", "logging"].includes(String(at[0]));
  return whole || at.includes("annotations") || inContainer(at);
}
