import { isNeo4j } from "../../access/effective/neo4j.ts";
import { TYPES } from "../../access/effective/okta.ts";
import { nameOf } from "../../access/effective/resource.ts";
import type { StackRule } from "../rule.ts";

const IDENTITY: readonly string[] = [
  TYPES.server,
  TYPES.scope,
  TYPES.claim,
  TYPES.policy,
  TYPES.rule,
];

export const protectedInProduction: StackRule = {
  name: "protected-in-production",
  description: "What all identities of the stack hang on is protected from deletion.",
  why: "One wrong destroy, or a renamed resource, ends every login, or deletes the database.",
  fix: "set the resource option protect, as deletionProtection: always does here",
  level: "advisory",
  production: "mandatory",
  owasp: "NHI1",
  tags: ["CP-2", "CM-5"],
  judgeStack: (stack) => {
    const open = stack.resources.filter(
      (one) =>
        !stack.protected.has(one.urn) &&
        (IDENTITY.includes(one.type) || isNeo4j(one)) &&
        !one.external,
    );
    if (open.length === 0) return [];
    const reason = "is not set, and Pulumi would delete them without a question";
    return [{ at: `protect of ${open.map(nameOf).join(", ")}`, reason }];
  },
};
