import type { z } from "zod";
import type { Status, Stored } from "./entities.ts";
import type { groupSchema, originSchema, roleChangesSchema } from "./schemas/administration.ts";

/** What administrators of the emulated org manage beside apps and authorization servers. */

/** A group of users. */
export interface Group extends Stored, z.output<typeof groupSchema> {
  type: "OKTA_GROUP" | "BUILT_IN";
  /** When a member last came or went; left out where none has. */
  lastMembershipUpdated?: string;
}

/** A group that an app is assigned to. */
export interface GroupAssignment {
  /** Id of the group. */
  id: string;
  lastUpdated: string;
  priority: number;
  profile: Record<string, unknown>;
}

/** Label and description. */
type Described = z.output<typeof roleChangesSchema>;

/** A custom admin role and its permissions (`okta.apps.read`, ...) by name. */
export interface AdminRole extends Stored, Described {
  /** Permission to the time it was added. */
  permissions: Map<string, string>;
}

/**
 * A resource of a set, named by its ORN or by the address of its REST resource; or a principal (user,
 * group or app) in a binding, named by the latter.
 */
export interface Reference {
  id: string;
  reference: string;
  created: string;
}

/** A set of resources; each binding gives its members one role over the whole set. */
export interface ResourceSet extends Stored, Described {
  resources: Reference[];
  /** By id of the role. */
  bindings: Map<string, { id: string; members: Reference[] }>;
}

/** An admin role assigned to a client: a standard one by its type, or a custom one on a set. */
export interface ClientRole extends Stored {
  clientId: string;
  type: string;
  label: string;
  /** Only with type `CUSTOM`: ids of the custom role and of its resource set. */
  custom?: { role: string; resourceSet: string };
}

/** An origin that browsers may call the org from. */
export interface TrustedOrigin extends Stored, z.output<typeof originSchema> {
  status: Status;
}
