import type { Sure } from "./peoples-groups.ts";
import { type Resource, text } from "./resource.ts";

/** Names of groups, whole or by their beginnings. */
interface Names {
  text: string;
  isBeginning: boolean;
}

/** Whether a claim of kind GROUPS says a group of that name to its members. */
export function filterCarries(claim: Resource, group: string): Sure {
  const names = namesOf(claim);
  if (names === undefined) return "unknown";
  const carries = names.some(({ text, isBeginning }) =>
    isBeginning ? group.startsWith(text) : group === text,
  );
  return carries ? "yes" : "no";
}

/** The only groups that a claim can say; undefined: others too, or nobody can tell. */
export function exactGroups(claim: Resource): string[] | undefined {
  const names = namesOf(claim);
  if (names === undefined || names.some(({ isBeginning }) => isBeginning)) return undefined;
  return names.map((one) => one.text).sort();
}

/** How a claim chooses groups, in words. */
export function filterText(claim: Resource): string {
  const [type = "no filter", value = ""] = ["groupFilterType", "value"].map((key) => {
    const found = text(claim, key);
    return typeof found === "string" || found === undefined ? found : "not known yet";
  });
  return `${type} ${value}`.trim();
}

function namesOf(claim: Resource): Names[] | undefined {
  const [type, value] = [text(claim, "groupFilterType"), text(claim, "value")];
  if (typeof value !== "string") return undefined;
  if (type === "STARTS_WITH") return [{ text: value, isBeginning: true }];
  if (type === "EQUALS") return [{ text: value, isBeginning: false }];
  return type === "REGEX" ? alternatives(value) : undefined;
}

/**
 * The names in a regular expression that lists whole names or beginnings (`^(a|b.*)$`); undefined for any other one.
 * None is ever run: Okta's are Java's, and one from an org could take forever.
 */
function alternatives(expression: string): Names[] | undefined {
  const whole = /^\^?((?:[^\\]|\\.)*?)\$?$/s.exec(expression)?.[1] ?? "";
  const inner = /^\(((?:[^()\\]|\\.)*)\)$/s.exec(whole)?.[1] ?? whole;
  const names = inner.match(/(?:[^|\\]|\\.)+/gs)?.map(literal) ?? [];
  return names.length === 0 || names.includes(undefined) ? undefined : (names as Names[]);
}

function literal(alternative: string): Names | undefined {
  const isBeginning = alternative.endsWith(".*") && !alternative.endsWith("\\.*");
  const own = isBeginning ? alternative.slice(0, -".*".length) : alternative;
  const isLiteral = /^(?:[^\\^$.*+?()[\]{}|]|\\[^A-Za-z0-9])*$/s.test(own);
  return isLiteral ? { text: own.replace(/\\(.)/gs, "$1"), isBeginning } : undefined;
}
