import type { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import type { Privilege } from "../../access/okta-rights/plan.ts";
import { manage } from "./declared-org.ts";
import { createServiceApp, type ServiceAppKey } from "./service-app.ts";

/** A service app with exactly these rights, as `bootstrap/` declares it. */
export async function createIdentity(
  okta: OktaEmulator,
  clientId: string,
  { scopes, assignments }: Privilege,
): Promise<ServiceAppKey> {
  const app = await createServiceApp(okta, { clientId, scopes });
  for (const { role, permissions, resources } of assignments) {
    const label = `${clientId} ${role}`;
    const made = await manage(okta, "POST", "/api/v1/iam/roles", {
      label,
      description: label,
      permissions,
    });
    const set = await manage(okta, "POST", "/api/v1/iam/resource-sets", {
      label,
      description: label,
      resources: resources.map((one) => `${okta.url}/api/v1/${one}`),
    });
    await manage(okta, "POST", `/oauth2/v1/clients/${clientId}/roles`, {
      type: "CUSTOM",
      role: made.id,
      "resource-set": set.id,
    });
  }
  return app;
}

/** One right taken away from an identity, and the identity without it. */
export interface Taken {
  /** The scope, the permission, or the address in a resource set. */
  what: string;
  kind: "scope" | "permission" | "resource";
  left: Privilege;
}

/** Each scope, each permission and each resource taken away, one at a time. */
export function takenOneByOne({ scopes, assignments }: Privilege): Taken[] {
  const without = <T>(all: readonly T[], one: T) => all.filter((other) => other !== one);
  const changed = (index: number, change: object) =>
    assignments.flatMap((assignment, at) => {
      if (at !== index) return [assignment];
      const left = { ...assignment, ...change };
      return left.permissions.length > 0 ? [left] : [];
    });
  return [
    ...scopes.map(
      (scope): Taken => ({
        what: scope,
        kind: "scope",
        left: { scopes: without(scopes, scope), assignments },
      }),
    ),
    ...assignments.flatMap(({ permissions, resources }, index): Taken[] => [
      ...permissions.map(
        (permission): Taken => ({
          what: permission,
          kind: "permission",
          left: {
            scopes,
            assignments: changed(index, { permissions: without(permissions, permission) }),
          },
        }),
      ),
      ...resources.map(
        (resource): Taken => ({
          what: resource,
          kind: "resource",
          left: {
            scopes,
            assignments: changed(index, { resources: without(resources, resource) }),
          },
        }),
      ),
    ]),
  ];
}
