import { TYPES } from "../access/effective/okta.ts";
import type { Known } from "../access/effective/resource.ts";
import { nameOf, type Resource, text, Unknown } from "../access/effective/resource.ts";
import type { ObjectKind } from "../access/okta-rights/permissions.ts";
import type { CallKind } from "../access/okta-rights/rights.ts";

/** A call of Okta's API that somebody will make for a resource of a stack. */
export interface Call {
  kind: CallKind;
  /** Ids of the objects of the call; one that Okta has not made yet is unknown. */
  on: Readonly<Partial<Record<ObjectKind, Known<string>>>>;
  /** What the program calls the resource. */
  resource: string;
}

/** A resource of the stack at Okta, and whether the deployment makes it. */
export interface Declared {
  resource: Resource;
  /** True: it is to be created, at first or in place of another one. */
  isNew: boolean;
}

const GROUP = "okta:group/group:Group";
const ASSIGNMENT = "okta:app/groupAssignment:GroupAssignment";
const ORIGIN = "okta:trustedorigin/origin:Origin";
const CHILDREN: readonly string[] = [TYPES.scope, TYPES.claim, TYPES.policy, TYPES.rule];

/**
 * The calls that the Okta provider makes in the life of a resource: create, read, update and delete.
 *
 * @returns undefined for a type that this version does not know
 */
export function callsOf({ resource, isNew }: Declared): readonly Call[] | undefined {
  const call = (kind: CallKind, on: Call["on"]): Call => ({ kind, on, resource: nameOf(resource) });
  const { type, id } = resource;
  if (type === TYPES.app) {
    return [
      ...(isNew ? [call("app.create", {})] : []),
      call("app.read", { apps: id }),
      call("app.change", { apps: id }),
      ...(isNew && hasSignOnPolicy(resource) ? [call("policy.read", {})] : []),
    ];
  }
  if (type === TYPES.server || type === TYPES.defaultServer) {
    if (resource.external) return [call("server.read", { authorizationServers: id })];
    return [
      ...(isNew ? [call("server.create", {})] : []),
      call("server.change", { authorizationServers: id }),
    ];
  }
  if (CHILDREN.includes(type)) {
    return [call("server.change", { authorizationServers: idOf(resource, "authServerId") })];
  }
  if (type === GROUP) {
    if (resource.external)
      return [call("group.list", { groups: id }), call("group.read", { groups: id })];
    return [
      ...(isNew ? [call("group.create", {})] : []),
      call("group.read", { groups: id }),
      call("group.change", { groups: id }),
    ];
  }
  if (type === ASSIGNMENT) {
    const [apps, groups] = [idOf(resource, "appId"), idOf(resource, "groupId")];
    return [call("app.read", { apps }), call("app.assign-group", { apps, groups })];
  }
  if (type === ORIGIN) return [call("origin.read", {}), call("origin.change", {})];
  return undefined;
}

/** The provider gives a new app that is no service its sign-on policy, which it looks up, unless told not to. */
function hasSignOnPolicy(app: Resource): boolean {
  return text(app, "type") !== "service" && app.properties.skipAuthenticationPolicy !== true;
}

function idOf(resource: Resource, key: string): Known<string> {
  return text(resource, key) ?? new Unknown([]);
}
