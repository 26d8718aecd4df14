import { OktaError } from "../../errors.ts";
import { type Org, timestamp } from "../../org.ts";
import type { User, UserStatus } from "../../people-entities.ts";

/** How a lifecycle call changes a user, and what Okta says where it cannot. */
interface Transition {
  summary: string;
  from: readonly UserStatus[];
  refuse(): OktaError;
  act(org: Org, user: User): void;
}

function to(org: Org, user: User, status: UserStatus): void {
  const now = timestamp(org);
  Object.assign(user, { status, statusChanged: now, lastUpdated: now });
}

/** A new user is ACTIVE with a password, and waits for one without. */
export function activate(org: Org, user: User): void {
  to(org, user, user.password ? "ACTIVE" : "PROVISIONED");
  user.activated = user.statusChanged;
}

/** A user who leaves: the password and what was assigned by name go. */
function deactivate(org: Org, user: User): void {
  to(org, user, "DEPROVISIONED");
  user.password = undefined;
  for (const users of org.appUsers.values()) users.delete(user.id);
}

function unlock(org: Org, user: User): void {
  to(org, user, "ACTIVE");
  user.failedSignIns = 0;
}

/** 403 E0000038: what the call does is not for a user in this status. */
export function notInThisStatus(): OktaError {
  const summary = "This operation is not allowed in the user's current status.";
  return new OktaError(403, "E0000038", summary);
}

const invalid = (summary: string) => () => new OktaError(400, "E0000001", summary);

/** The lifecycle calls of a user, by their names in the path. */
export const TRANSITIONS: Readonly<Record<string, Transition>> = {
  activate: {
    summary: "Activate a user",
    from: ["STAGED", "DEPROVISIONED"],
    refuse: () =>
      new OktaError(403, "E0000016", "Activation failed because the user is already active"),
    act: activate,
  },
  deactivate: {
    summary: "Deactivate a user, who loses password and assigned apps",
    from: ["STAGED", "PROVISIONED", "ACTIVE", "LOCKED_OUT", "SUSPENDED"],
    refuse: notInThisStatus,
    act: deactivate,
  },
  suspend: {
    summary: "Suspend an active user",
    from: ["ACTIVE"],
    refuse: invalid("Cannot suspend a user that is not active"),
    act: (org, user) => to(org, user, "SUSPENDED"),
  },
  unsuspend: {
    summary: "Unsuspend a user",
    from: ["SUSPENDED"],
    refuse: invalid("Cannot unsuspend a user that is not suspended"),
    act: (org, user) => to(org, user, "ACTIVE"),
  },
  unlock: {
    summary: "Unlock a user who gave wrong passwords too often",
    from: ["LOCKED_OUT"],
    refuse: () => new OktaError(403, "E0000032", "Unlock is not allowed for this user."),
    act: unlock,
  },
};

/** Puts a user through a lifecycle call. @throws OktaError where the status does not allow it */
export function transit(org: Org, user: User, verb: string): void {
  const transition = TRANSITIONS[verb];
  if (!transition?.from.includes(user.status)) throw transition?.refuse() ?? invalid(verb)();
  transition.act(org, user);
}
