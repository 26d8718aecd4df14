import type { ResourceRule } from "../rule.ts";
import { ofNeo4j, RELEASE } from "../subject.ts";

const NAME = "server.config.strict_validation.enabled";

export const strictValidation: ResourceRule = {
  name: "strict-validation",
  description: "Neo4j refuses settings that it does not know.",
  why: "The chart turns this off by itself: a misspelled security setting is then dropped without a word.",
  fix: 'set it to "true"',
  level: "mandatory",
  owasp: "NHI6",
  tags: ["CM-6", "SI-10"],
  types: [RELEASE],
  judge: ofNeo4j((release, neo4j) => {
    const value = release.setting(neo4j, NAME);
    const at = `values.config.${NAME}`;
    if (value?.trim().toLowerCase() === "true" || release.open.has(at)) return [];
    const reason = value === undefined ? "is not set, and the chart turns it off" : "which is off";
    return [{ at, value, reason }];
  }),
};
