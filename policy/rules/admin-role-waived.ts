import { adminMapping } from "../../access/admin-mapping.ts";
import type { ResourceRule } from "../rule.ts";
import { ofNeo4j, RELEASE } from "../subject.ts";

export const adminRoleWaived: ResourceRule = {
  name: "admin-role-waived",
  description: "No provider of Neo4j grants the role admin without a dated waiver.",
  why: "An admin can read everything, and can give itself and others any role.",
  fix: "map groups to less than admin, or agree on a dated waiver",
  level: "advisory",
  production: "mandatory",
  owasp: "NHI5",
  tags: ["AC-6", "AC-2"],
  types: [RELEASE],
  judge: ofNeo4j((release, neo4j) => {
    const entries = new Set([...neo4j.authentication, ...neo4j.authorization]);
    return [...entries].flatMap((entry) => {
      const prefix = `dbms.security.${entry.replace(/^oidc-/, "oidc.")}.`;
      release.setting(neo4j, `${prefix}authorization.group_to_role_mapping`);
      const found = adminMapping(release.settings(neo4j), prefix);
      if (found === undefined || release.open.has(`values.config.${found.name}`)) return [];
      const value = neo4j.config[found.name];
      const reason = value === undefined ? found.message : `which ${found.message}`;
      return [{ at: `values.config.${found.name}`, value, reason }];
    });
  }),
};
