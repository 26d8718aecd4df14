import type { Stored } from "./entities.ts";
import type { PasswordHash } from "./password.ts";
import type { StandardRoleType } from "./rights/standard-roles.ts";
import type { UserProfile } from "./schemas/people.ts";

/** The people of the emulated org, and what they may use. */

/** Okta's statuses of a user that the emulator knows. Only an ACTIVE user signs in. */
export type UserStatus =
  | "STAGED"
  | "PROVISIONED"
  | "ACTIVE"
  | "LOCKED_OUT"
  | "SUSPENDED"
  | "DEPROVISIONED";

/** A person. The times are in RFC 3339, null for what has not happened. */
export interface User extends Stored {
  status: UserStatus;
  activated: string | null;
  statusChanged: string | null;
  lastLogin: string | null;
  passwordChanged: string | null;
  profile: UserProfile;
  /** Undefined for a user without a password. */
  password: PasswordHash | undefined;
  /** Wrong passwords since the last right one. */
  failedSignIns: number;
}

/** That a user may use an app, and as whom. */
export interface AppUser extends Stored {
  /** `USER` for one who was assigned by name, `GROUP` for one who is in a group of the app. */
  scope: "USER" | "GROUP";
  /** The name that the app knows the user by. */
  userName: string;
  /** What the app's own profile says of the user. */
  profile: Record<string, unknown>;
}

/** An API token: its owner, and the standard admin role that bounds what it may do. */
export interface ApiToken {
  /** Id of the user. */
  owner: string;
  role: StandardRoleType;
}
