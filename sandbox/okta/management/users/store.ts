import { findUser } from "../../directory.ts";
import { alreadyExists, invalidField, OktaError } from "../../errors.ts";
import { parseBody } from "../../http/body.ts";
import { requireRights } from "../../http/caller.ts";
import type { Call } from "../../http/route.ts";
import { newObject, type Org, timestamp } from "../../org.ts";
import { hashPassword, type PasswordHash } from "../../password.ts";
import type { User } from "../../people-entities.ts";
import { userTarget } from "../../rights/needs.ts";
import {
  type UserProfile,
  userChangesSchema,
  userReplacementSchema,
  userSchema,
} from "../../schemas/people.ts";
import { activate, notInThisStatus } from "./transitions.ts";

/** 501 E0000060: of the group of everybody, whose members are all users. */
export function everybodyIsFixed(): OktaError {
  return new OktaError(501, "E0000060", "Unsupported operation.");
}

/**
 * Adds a user to the org.
 * @throws E0000001 for a login that another has, a weak password or a group that the org does not have
 */
export async function createUser({ org, caller, body, query }: Call): Promise<User> {
  const { profile, credentials, groupIds } = parseBody(userSchema, body);
  const now = query.get("activate") ?? "true";
  if (now !== "true" && now !== "false") throw invalidField("activate", "must be true or false");
  const password = await keptOf(profile, credentials?.password?.value);
  refuseTakenLogin(org, profile);
  const groups = groupIds.map((id) => ({ kind: "groups", id }) as const);
  requireRights(
    caller,
    groups.map((target) => ({ permission: "okta.groups.members.manage", target })),
  );
  checkGroups(org, groupIds);
  const user: User = {
    ...newObject(org, "user"),
    status: "STAGED",
    activated: null,
    statusChanged: null,
    lastLogin: null,
    passwordChanged: password ? timestamp(org) : null,
    profile,
    password,
    failedSignIns: 0,
  };
  if (now === "true") activate(org, user);
  org.users.set(user.id, user);
  for (const id of groupIds) changeMembers(org, id, (members) => members.add(user.id));
  return user;
}

/** Replaces the profile. @throws E0000001 */
export async function replaceUser(call: Call, user: User): Promise<User> {
  const { profile, credentials } = parseBody(userReplacementSchema, call.body);
  return change(call, user, profile, credentials?.password?.value);
}

/** Changes the attributes that are named. @throws E0000001 */
export async function changeUser(call: Call, user: User): Promise<User> {
  const { profile, credentials } = parseBody(userChangesSchema, call.body);
  const named = Object.entries(profile).filter(([, value]) => value !== undefined);
  const merged = { ...user.profile, ...Object.fromEntries(named) };
  return change(call, user, merged, credentials?.password?.value);
}

async function change(
  { org, caller }: Call,
  user: User,
  profile: UserProfile,
  value: string | undefined,
): Promise<User> {
  if (value !== undefined) {
    const target = userTarget(org, user.id);
    requireRights(caller, [{ permission: "okta.users.credentials.manage", target }]);
  }
  const password = await keptOf(profile, value);
  refuseTakenLogin(org, profile, user);
  if (user.status === "DEPROVISIONED") throw notInThisStatus();
  const now = timestamp(org);
  Object.assign(user, { profile, lastUpdated: now });
  if (password) Object.assign(user, { password, passwordChanged: now });
  if (password && user.status === "PROVISIONED") activate(org, user);
  return user;
}

function refuseTakenLogin(org: Org, { login }: UserProfile, self?: User): void {
  const other = findUser(org, login);
  if (other && other !== self) throw alreadyExists("login");
}

/** What is kept of a password, if there is one. @throws E0000001 for one with the login in it */
async function keptOf(
  { login }: UserProfile,
  password: string | undefined,
): Promise<PasswordHash | undefined> {
  if (password === undefined) return undefined;
  const name = login.split("@")[0]?.toLowerCase() ?? "";
  if (name.length > 3 && password.toLowerCase().includes(name)) {
    throw invalidField(
      "password",
      "Password requirements were not met: no parts of your username.",
    );
  }
  return hashPassword(password);
}

/** Changes the members of a group, by their ids. */
export function changeMembers(
  org: Org,
  groupId: string,
  change: (members: Set<string>) => unknown,
): void {
  const members = org.members.get(groupId) ?? new Set<string>();
  org.members.set(groupId, members);
  change(members);
  const group = org.groups.get(groupId);
  if (group) group.lastMembershipUpdated = timestamp(org);
}

function checkGroups(org: Org, ids: readonly string[]): void {
  for (const id of ids) {
    const group = org.groups.get(id);
    if (!group) throw invalidField("groupIds", `not a group of this organization: ${id}`);
    if (group.type === "BUILT_IN") throw everybodyIsFixed();
  }
}

/** Takes the user out of the org, with what it says of the user elsewhere. */
export function removeUser(org: Org, user: User): void {
  org.users.delete(user.id);
  for (const members of org.members.values()) members.delete(user.id);
  for (const users of org.appUsers.values()) users.delete(user.id);
  for (const [digest, { owner }] of org.apiTokens) {
    if (owner === user.id) org.apiTokens.delete(digest);
  }
}
