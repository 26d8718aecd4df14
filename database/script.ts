import type { DeclaredDatabase, DeclaredUser } from "../access/database/declared.ts";
import { quotedName } from "../access/database/tokens.ts";
import { authRuleSteps, CYPHER_25 } from "./auth-rules.ts";
import { roleSteps } from "./roles.ts";
import { inOrder, type Step } from "./step.ts";
import { userSteps } from "./users.ts";

/**
 * A script for cypher-shell that makes what is declared, and changes what is there to it, however often it
 * is run. It takes nothing away, as it cannot look: further privileges, roles and ways in stay, and nothing
 * is dropped. A user who can only log in with a password is left out, as the script holds none.
 *
 * @returns undefined where there is nothing to make
 */
export function scriptOf(declared: DeclaredDatabase): string | undefined {
  const users = declared.users.flatMap(({ password: _, ...user }) =>
    Object.keys(user.auth).length === 0 ? [] : [user],
  );
  const steps = inOrder([
    ...roleSteps(declared.roles, new Map()),
    ...users.flatMap((user) => [...userSteps(user, undefined), existingUser(user)]),
    ...declared.authRules.flatMap((rule) => [
      ...authRuleSteps(rule, undefined),
      existingRule(rule),
    ]),
  ]);
  return steps.length === 0 ? undefined : `${steps.map(({ cypher }) => cypher).join(";\n")};\n`;
}

/** What `IF NOT EXISTS` leaves as it was. */
function existingUser(user: DeclaredUser): Step {
  const blank = {
    auth: new Map<string, string>(),
    hasPassword: false,
    homeDatabase: undefined,
    suspended: !user.suspended,
    roles: user.roles,
  };
  const [step] = userSteps(user, blank);
  if (step === undefined) throw new Error("a status that differs is always a step");
  return step;
}

function existingRule({ name, condition, enabled }: DeclaredDatabase["authRules"][number]): Step {
  return {
    kind: "alter-rule",
    cypher: `${CYPHER_25}ALTER AUTH RULE ${quotedName(name)} SET CONDITION ${condition} SET ENABLED ${enabled}`,
  };
}
