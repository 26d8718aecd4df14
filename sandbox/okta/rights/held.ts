import type { Org } from "../org.ts";
import type { Right } from "./decide.ts";
import { withIncluded } from "./permissions.ts";
import { resourceOf } from "./resources.ts";
import { STANDARD_ROLES, type StandardRoleType } from "./standard-roles.ts";

/** The admin roles of a client: those assigned to it, and those of bindings that it is a member of. */
export function rightsOf(org: Org, clientId: string): Right[] {
  const assigned = [...org.clientRoles.values()]
    .filter((role) => role.clientId === clientId)
    .map(({ type, custom }) =>
      custom
        ? customRight(org, custom.role, custom.resourceSet)
        : standardRight(type as StandardRoleType),
    );
  return [...assigned, ...boundRights(org, clientId)];
}

/** What a standard admin role allows. */
export function standardRight(type: StandardRoleType): Right {
  const { permissions } = STANDARD_ROLES[type];
  return { standard: type, permissions, resources: "all" };
}

/** Whether only a Super Administrator manages the app: its client has admin roles or API scopes. */
export function isPrivileged(org: Org, appId: string): boolean {
  const app = org.apps.get(appId);
  return app !== undefined && (app.grants.length > 0 || rightsOf(org, app.clientId).length > 0);
}

/** Takes every admin role from a client that ends, so that no later one of its id has them. */
export function withdrawRights(org: Org, clientId: string): void {
  for (const role of org.clientRoles.values()) {
    if (role.clientId === clientId) org.clientRoles.delete(role.id);
  }
  const address = addressOf(org, clientId);
  for (const { bindings } of org.resourceSets.values()) {
    for (const [role, binding] of bindings) {
      binding.members = binding.members.filter(({ reference }) => reference !== address);
      if (binding.members.length === 0) bindings.delete(role);
    }
  }
}

function addressOf(org: Org, clientId: string): string {
  return `${org.url}/oauth2/v1/clients/${clientId}`;
}

function boundRights(org: Org, clientId: string): Right[] {
  const address = addressOf(org, clientId);
  return [...org.resourceSets.values()].flatMap(({ id, bindings }) =>
    [...bindings]
      .filter(([, { members }]) => members.some(({ reference }) => reference === address))
      .map(([role]) => customRight(org, role, id)),
  );
}

function customRight(org: Org, roleId: string, setId: string): Right {
  const permissions = withIncluded(org.adminRoles.get(roleId)?.permissions.keys() ?? []);
  const resources = (org.resourceSets.get(setId)?.resources ?? [])
    .map(({ reference }) => resourceOf(org, reference))
    .filter((resource) => resource !== undefined);
  return { permissions, resources };
}
