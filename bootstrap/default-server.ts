import * as okta from "@pulumi/okta";
import type { Plan, Privilege } from "../access/okta-rights/plan.ts";

const ALIAS = "authorizationServers/default";

/** The plan with the id of the org's server `default`: a resource set names a server by its id. */
export async function withDefaultServer(plan: Plan): Promise<Plan> {
  const { identities } = plan;
  const named = Object.values(identities).flatMap((one) => one?.assignments ?? []);
  if (!named.some(({ resources }) => resources.includes(ALIAS))) return plan;
  const { id } = await okta.auth.getServer({ name: "default" });
  const address = (one: string) => (one === ALIAS ? `authorizationServers/${id}` : one);
  const resolved = ({ scopes, assignments }: Privilege): Privilege => ({
    scopes,
    assignments: assignments.map((one) => ({ ...one, resources: one.resources.map(address) })),
  });
  return {
    ...plan,
    identities: Object.fromEntries(
      Object.entries(identities).map(([name, one]) => [name, one && resolved(one)]),
    ),
  };
}
