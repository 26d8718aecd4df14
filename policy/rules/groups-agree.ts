import { carriedGroups } from "../carried-groups.ts";
import type { StackRule } from "../rule.ts";

export const groupsAgree: StackRule = {
  name: "groups-agree",
  description: "Every group of an app is mapped to a role, where a mapping is set.",
  why: "A group that the mapping does not name grants nothing: the login succeeds, and every query fails.",
  fix: "map them, or take them from the app",
  level: "mandatory",
  owasp: "NHI5",
  tags: ["AC-3", "AC-6"],
  judgeStack: (stack) =>
    carriedGroups(stack).flatMap(({ client, neo4j, provider, groups = [] }) => {
      const { mapping } = provider;
      const unmapped = groups.filter((group) => mapping.size > 0 && !mapping.has(group));
      if (unmapped.length === 0) return [];
      const reason = `groups that provider ${provider.id} of ${neo4j.name} maps to no role`;
      return [{ urn: client.app.urn, at: "profile", value: unmapped, reason }];
    }),
};
