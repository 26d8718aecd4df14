import type { AuthorizationServer, PolicyRule } from "../../entities.ts";
import { invalidField } from "../../errors.ts";
import type { Org } from "../../org.ts";
import { GRANT_TYPES } from "../../schemas/oauth-client.ts";

/** Grant types that a rule may name. */
const RULE_GRANT_TYPES: readonly string[] = GRANT_TYPES.filter((name) => name !== "refresh_token");

/** Group that stands for everybody. */
const EVERYONE = "EVERYONE";

/** What must hold between the fields of a rule. @throws E0000001 */
export function checkRule(
  org: Org,
  server: AuthorizationServer,
  { conditions }: Pick<PolicyRule, "conditions">,
): void {
  const grants = conditions.grantTypes.include;
  refuseUnknown("conditions.grantTypes.include", grants, (name) => RULE_GRANT_TYPES.includes(name));
  refuseUnknown(
    "conditions.scopes.include",
    conditions.scopes.include,
    (name) => name === "*" || server.scopes.some((scope) => scope.name === name),
  );
  const { users, groups } = conditions.people;
  refuseUnknown(
    "conditions.people.groups.include",
    [...(groups.include ?? []), ...(groups.exclude ?? [])],
    (id) => id === EVERYONE || org.groups.has(id),
  );
  refuseUnknown(
    "conditions.people.users.include",
    [...(users.include ?? []), ...users.exclude],
    (id) => org.users.has(id),
  );
  const people = [...(users.include ?? []), ...(groups.include ?? [])];
  if (grants.includes("implicit") && people.length === 0) {
    throw invalidField("conditions.people", "implicit needs users or groups to include");
  }
}

function refuseUnknown(
  field: string,
  values: readonly string[],
  known: (value: string) => boolean,
): void {
  const unknown = values.filter((value) => !known(value));
  if (unknown.length > 0) {
    throw invalidField(field, `Invalid value: ${unknown.join(", ")}`);
  }
}
