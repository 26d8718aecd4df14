import { appUserOf, groupsOf } from "../../directory.ts";
import type { App } from "../../entities.ts";
import type { Org } from "../../org.ts";
import type { AppUser, User } from "../../people-entities.ts";

/** A user for whom an app asks for tokens. */
export interface Person {
  readonly user: User;
  readonly appUser: AppUser;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
}

/** The active user as one of the app; undefined for one who is not active, or may not use it. */
export function personOf(org: Org, app: App, userId: string): Person | undefined {
  const user = org.users.get(userId);
  const appUser = user?.status === "ACTIVE" ? appUserOf(org, app, user) : undefined;
  if (!user || !appUser) return undefined;
  const groups = groupsOf(org, user).map(({ id, profile }) => ({ id, name: profile.name }));
  return { user, appUser, groups };
}
