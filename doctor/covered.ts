import { holds, kindOf, type Permission } from "../access/okta-rights/permissions.ts";
import type { Plan, Privilege } from "../access/okta-rights/plan.ts";
import { carries } from "../access/okta-rights/scopes.ts";
import { type Finding, failed } from "./finding.ts";
import { needsOf } from "./okta/needs.ts";
import type { Options } from "./options.ts";

/** What a plan lacks of what a preview needs: it is an older one, or another stack's. */
export function coverFindings(
  plan: Plan,
  needed: Plan,
  { as }: Pick<Options, "as">,
  mend: string,
): Finding[] {
  if (plan.stack !== needed.stack) {
    const found = `it is for stack ${plan.stack}, and the preview is of stack ${needed.stack}`;
    return [failed("plan.stack", "the plan", found, "give the plan of the stack")];
  }
  const [has, wanted] = [plan.identities[as], needed.identities[as]];
  if (has === undefined || wanted === undefined) return [];
  return lacking(has, wanted).map((right) =>
    failed("plan.lacks", `the plan's ${as}`, `it lacks ${right}, which the preview needs`, mend),
  );
}

/** Scopes, and permissions with what they are to be held on. */
function lacking(has: Privilege, wanted: Privilege): string[] {
  return [
    ...wanted.scopes
      .filter((scope) => !carries(has.scopes, scope))
      .map((scope) => `the scope ${scope}`),
    ...needsOf(wanted).flatMap(({ permission, resources }) => {
      const places: (string | undefined)[] =
        kindOf(permission) === "org" ? [undefined] : [...resources];
      return places
        .filter((place) => !isHeld(has, permission, place))
        .map((place) => (place === undefined ? permission : `${permission} on ${place}`));
    }),
  ];
}

/** A collection holds all objects of its kind. */
function isHeld(
  { assignments }: Privilege,
  permission: Permission,
  place: string | undefined,
): boolean {
  return assignments.some(
    ({ permissions, resources }) =>
      holds(permissions, permission) &&
      (place === undefined ||
        resources.includes(place) ||
        resources.includes(place.split("/", 1)[0] ?? "")),
  );
}
