import { carriedGroups } from "../carried-groups.ts";
import type { StackRule } from "../rule.ts";

export const mappedGroupsUsed: StackRule = {
  name: "mapped-groups-used",
  description: "Every mapped group is carried by an app of the stack.",
  why: "A group that nobody has is a role that waits for whoever gets the group next.",
  fix: "remove them, or agree on a waiver where another stack's apps have them",
  level: "advisory",
  owasp: "NHI5",
  tags: ["AC-6"],
  judgeStack: (stack) => {
    const carried = Map.groupBy(carriedGroups(stack), ({ provider }) => provider);
    return [...carried].flatMap(([provider, all]) => {
      const [first] = all;
      const isAny = all.some(({ groups }) => groups === undefined);
      const used = new Set(all.flatMap(({ groups = [] }) => groups));
      const unused = [...provider.mapping.keys()].filter((group) => !used.has(group));
      if (first === undefined || isAny || unused.length === 0) return [];
      const at = `values.config.dbms.security.oidc.${provider.id}.authorization.group_to_role_mapping`;
      const reason = "groups that no app of this stack has";
      return [{ urn: first.neo4j.release.urn, at, value: unused, reason }];
    });
  },
};
