import { isNeo4j } from "../../access/effective/neo4j.ts";
import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";
import { RELEASE } from "../subject.ts";

export const protectedInProduction: ResourceRule = {
  name: "protected-in-production",
  description: "What all identities of a stack hang on is protected from deletion.",
  why: "One wrong destroy, or a renamed resource, ends every login, or deletes the database.",
  fix: "set the resource option protect, as deletionProtection: always does here",
  level: "disabled",
  production: "mandatory",
  owasp: "NHI1",
  tags: ["CP-2", "CM-5"],
  types: [TYPES.server, TYPES.scope, TYPES.claim, TYPES.policy, TYPES.rule, RELEASE],
  judge: ({ resource, isProtected }) => {
    if (isProtected || (resource.type === RELEASE && !isNeo4j(resource))) return [];
    const reason = "is not set, so that Pulumi would delete it without a question";
    return [{ at: "protect", reason }];
  },
};
