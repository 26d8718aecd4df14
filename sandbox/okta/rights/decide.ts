/** Kinds of objects that a resource set can be limited to. */
export type Kind = "apps" | "authorizationServers" | "groups" | "users";

/** What a resource set names: all objects of a kind, one of them, or the users of one group. */
export interface Resource {
  kind: Kind;
  /** Left out for all of the kind. */
  id?: string;
  /** Id of the group whose users are meant. */
  membersOf?: string;
}

/** One admin role that a caller has. */
export interface Right {
  /** Type of a standard role; left out for a custom one. */
  standard?: string;
  permissions: ReadonlySet<string>;
  /** What a custom role holds over; a standard one holds over the whole org. */
  resources: "all" | readonly Resource[];
}

/** The admin roles of a caller, or `all` for one who may do everything. */
export type Rights = "all" | readonly Right[];

/** The object of a call; without an id all objects of its kind. */
export interface Target {
  kind: Kind;
  id?: string | undefined;
  /** Of a user: ids of the groups that the user is in. */
  groups?: readonly string[];
}

/** What a call takes: a permission on an object, or anywhere without one; or one of these standard roles. */
export type Demand = { permission: string; target?: Target } | { roles: readonly string[] };

/** The first of the demands that no admin role of the caller meets. Each may be met by another role. */
export function unmet(rights: Rights, demands: readonly Demand[]): Demand | undefined {
  return demands.find((demand) => !meets(rights, demand));
}

/** Whether one of the caller's admin roles meets the demand. */
export function meets(rights: Rights, demand: Demand): boolean {
  if (rights === "all") return true;
  return rights.some(({ standard, permissions, resources }) => {
    if ("roles" in demand) return standard !== undefined && demand.roles.includes(standard);
    const { permission, target } = demand;
    if (!permissions.has(permission)) return false;
    return !target || resources === "all" || resources.some((each) => covers(each, target));
  });
}

function covers({ kind, id, membersOf }: Resource, target: Target): boolean {
  if (kind !== target.kind) return false;
  if (membersOf !== undefined) return target.groups?.includes(membersOf) ?? false;
  return id === undefined || id === target.id;
}
