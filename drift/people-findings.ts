import { type Change, change } from "../access/difference/change.ts";
import { PEOPLE_TYPES } from "../access/effective/peoples-groups.ts";
import { called, type Resource } from "../access/effective/resource.ts";
import type { Live } from "./live.ts";

/** Groups that the stack names and that Okta calls otherwise, or has no more: tokens say their names. */
export function groupFindings(declared: readonly Resource[], live: Live): Change[] {
  const groups = (all: readonly Resource[]) =>
    all.filter(({ type }) => type === PEOPLE_TYPES.group);
  const there = new Map(groups(live.resources).map((group) => [group.id, called(group)]));
  return groups(declared).flatMap((group) => {
    const [name, now] = [called(group), there.get(group.id)];
    if (name === now) return [];
    return [
      change("breaks", "group-changed", name, {
        sentence:
          now === undefined
            ? `Okta has no group ${name} any more`
            : `The group ${name} is called ${now} at Okta`,
        differences: [{ what: `name of group ${String(group.id)}`, before: name, after: now }],
        effect: "Tokens say the name of a group, and the mapping in Neo4j goes by it",
      }),
    ];
  });
}
