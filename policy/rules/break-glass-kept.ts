import type { ResourceRule } from "../rule.ts";
import { ofNeo4j, RELEASE } from "../subject.ts";

const LISTS = ["authentication", "authorization"] as const;

export const breakGlassKept: ResourceRule = {
  name: "break-glass-kept",
  description: "The password login stays among the providers until the token logins are proven.",
  why: "When no token opens the database, nobody could get in to mend it.",
  fix: "put native last, or set proven once npm run verify has proven every account",
  level: "mandatory",
  owasp: "NHI4",
  tags: ["CP-2", "AC-2"],
  config: {
    proven: {
      type: "boolean",
      default: false,
      description: "True: npm run verify has proven the token logins of this stack.",
    },
  },
  types: [RELEASE],
  judge: ofNeo4j((release, neo4j, { config }) => {
    if (config.proven === true) return [];
    return LISTS.flatMap((list) => {
      const name = `dbms.security.${list}_providers`;
      const value = release.setting(neo4j, name);
      const at = `values.config.${name}`;
      if (neo4j[list].includes("native") || release.open.has(at)) return [];
      const reason = "so that no password opens the database when tokens do not";
      return [{ at, value, reason }];
    });
  }),
};
