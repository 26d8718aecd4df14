import type { PropertyDifference } from "../protocol/provider.ts";
import { isProperties, type Properties, reveal, UNKNOWN, type Value } from "../protocol/values.ts";

/**
 * How two sets of inputs differ, leaf by leaf; secrets are compared by what they hold.
 *
 * @param replaces whether a change at the path needs a new resource. Default: none does.
 */
export function differences(
  old: Properties,
  wanted: Properties,
  replaces: (path: string) => boolean = () => false,
): Record<string, PropertyDifference> {
  const found: Record<string, PropertyDifference> = {};
  const visit = (path: string, before: Value | undefined, after: Value | undefined): void => {
    if (isProperties(before) && isProperties(after)) {
      for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
        visit(childPath(path, name), before[name], after[name]);
      }
      return;
    }
    if (Array.isArray(before) && Array.isArray(after)) {
      for (let index = 0; index < Math.max(before.length, after.length); index++) {
        visit(`${path}[${index}]`, before[index], after[index]);
      }
      return;
    }
    if (after !== UNKNOWN && JSON.stringify(before) === JSON.stringify(after)) return;
    const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
    found[path] = { kind, replace: replaces(path) };
  };
  visit("", reveal(old), reveal(wanted));
  return found;
}

/** The path of a child property, as Pulumi writes paths: `a.b`, `a["b.c"]` where the name is not plain. */
function childPath(parent: string, name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return parent === "" ? name : `${parent}.${name}`;
  return `${parent}[${JSON.stringify(name)}]`;
}
