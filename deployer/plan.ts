import { Neo4jOktaError } from "../access/errors.ts";
import { type Identity, type Plan, planSchema } from "../access/okta-rights/plan.ts";
import type { LeastPrivilege, Report } from "./schema.ts";

/** The identities that there are, by their names. */
export function named({
  deployer,
  reviewer,
  rotator,
}: Report["identities"]): [Identity, LeastPrivilege][] {
  return [
    ["deployer", deployer],
    ["reviewer", reviewer],
    ...(rotator === undefined ? [] : ([["rotator", rotator]] as ["rotator", LeastPrivilege][])),
  ];
}

/**
 * What the project in `bootstrap/` reads: the identities without their reasons; one that needs nothing is none.
 *
 * @throws Neo4jOktaError `deployer-plan` for a preview without a stack, or with ids that are none of Okta's
 */
export function planOf({ version, stack, identities }: Report): Plan {
  const plans = named(identities).flatMap(([name, { scopes, assignments }]) =>
    scopes.length === 0 ? [] : [[name, { scopes, assignments }]],
  );
  const plan = planSchema.safeParse({ version, stack, identities: Object.fromEntries(plans) });
  if (plan.success) return plan.data;
  const [issue] = plan.error.issues;
  throw new Neo4jOktaError(
    "deployer-plan",
    `The preview gives no plan: ${issue?.path.join(".")} ${issue?.message}. Fix: give all that pulumi preview --json --show-sames prints of the stack.`,
  );
}
