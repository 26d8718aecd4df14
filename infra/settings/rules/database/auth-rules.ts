import { conditionFault } from "../../../../access/database/conditions.ts";
import { type Finding, show } from "../../../../access/finding.ts";
import { isOlder } from "../../../../access/version.ts";
import { repeated } from "../repeated.ts";
import { type Database, named, unknownRoles } from "./roles.ts";

const FIRST_WITH_AUTH_RULES = "2026.03";
const PROVIDERS = "dbms.security.abac.authorization_providers";

/** Auth rules can be written, and can hold. */
export function authRuleFindings(
  { authRules, roles }: Database,
  known: readonly string[],
  config: Readonly<Record<string, string>>,
  version: string | undefined,
): Finding[] {
  if (authRules.length === 0) return [];
  const denying = roles
    .filter(({ privileges }) => privileges.some((clause) => /^\s*DENY\b/i.test(clause)))
    .map(({ name }) => name);
  const isOld = version !== undefined && isOlder(version, FIRST_WITH_AUTH_RULES);
  return [
    ...(isOld ? [tooOld(version)] : config[PROVIDERS] === undefined ? [noProviders()] : []),
    ...named(
      repeated(
        authRules.map(({ name }) => name),
        ["database", "authRules"],
        "rule",
      ),
    ),
    ...authRules.flatMap(({ condition, roles: granted }, index) => {
      const at = ["database", "authRules", index];
      return [
        ...conditionFindings(condition, [...at, "condition"]),
        ...unknownRoles(granted, known, [...at, "roles"]),
        ...granted.flatMap((role, place) =>
          denying.includes(role) ? [denies(role, [...at, "roles", place])] : [],
        ),
      ];
    }),
  ];
}

function conditionFindings(condition: string, at: Finding["at"]): Finding[] {
  const fault = conditionFault(condition);
  if (fault === undefined) return [];
  return [
    {
      code: "auth-rule-condition",
      at,
      message: fault,
      allowed: "one Cypher expression",
      fix: "write it as in abac.oidc.user_attribute('department') = 'sales'",
    },
  ];
}

function denies(role: string, at: Finding["at"]): Finding {
  return {
    code: "auth-rule-denial",
    at,
    message: `is ${show(role)}, a role with DENY, which Neo4j gives to no auth rule`,
    allowed: "roles that deny nothing",
    fix: "grant less instead of denying",
  };
}

function tooOld(version: string): Finding {
  return {
    code: "auth-rule-chart",
    at: ["database", "authRules"],
    message: `are unknown to Neo4j ${version}`,
    allowed: `Neo4j ${FIRST_WITH_AUTH_RULES} or later`,
    fix: "raise neo4j.chart.version to 2026.3.0 or later",
  };
}

function noProviders(): Finding {
  return {
    code: "auth-rule-providers",
    at: ["database", "authRules"],
    message: `would grant nothing, since ${PROVIDERS} names no provider`,
    allowed: `auth rules beside ${PROVIDERS}`,
    fix: `add ${PROVIDERS} to neo4j.config, with the providers whose users the rules are for`,
  };
}
