import type { Status } from "./entities.ts";

/** What administrators of the emulated org manage beside apps and authorization servers. */

/** A group of users. */
export interface Group {
  id: string;
  type: "OKTA_GROUP" | "BUILT_IN";
  created: string;
  lastUpdated: string;
  profile: { name: string; description: string | null } & Record<string, unknown>;
}

/** A group that an app is assigned to. */
export interface GroupAssignment {
  groupId: string;
  priority: number;
  profile: Record<string, unknown>;
  lastUpdated: string;
}

/** A custom admin role and its permissions (`okta.apps.read`, ...) by name. */
export interface AdminRole {
  id: string;
  label: string;
  description: string;
  created: string;
  lastUpdated: string;
  /** Permission to the time it was added. */
  permissions: Map<string, string>;
}

/** A resource of a set, named by its ORN or by the address of its REST resource. */
export interface SetResource {
  id: string;
  reference: string;
  created: string;
}

/** A principal (user, group or app, named by the address of its REST resource) in a binding. */
export interface BindingMember {
  id: string;
  reference: string;
  created: string;
}

/** A set of resources; each binding gives its members one role over the whole set. */
export interface ResourceSet {
  id: string;
  label: string;
  description: string;
  created: string;
  lastUpdated: string;
  resources: SetResource[];
  /** By id of the role. */
  bindings: Map<string, { id: string; members: BindingMember[] }>;
}

/** An admin role assigned to a client: a standard one by its type, or a custom one on a set. */
export interface ClientRole {
  id: string;
  clientId: string;
  type: string;
  label: string;
  created: string;
  lastUpdated: string;
  /** Only with type `CUSTOM`: ids of the custom role and of its resource set. */
  custom?: { role: string; resourceSet: string };
}

/** An origin that browsers may call the org from. */
export interface TrustedOrigin {
  id: string;
  name: string;
  origin: string;
  status: Status;
  scopes: { type: "CORS" | "REDIRECT" | "IFRAME_EMBED"; allowedOktaApps: string[] }[];
  created: string;
  lastUpdated: string;
}
