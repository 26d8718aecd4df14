import type { Call } from "../../http/route.ts";
import type { User } from "../../people-entities.ts";
import { link } from "../links.ts";
import { TRANSITIONS } from "./transitions.ts";

/** Path of the users. */
export const USERS = "/api/v1/users";

/** A user as Okta shows it: that there is a password, never which. */
export function userDocument({ org }: Call, user: User) {
  const { password, failedSignIns: _failed, profile, ...stored } = user;
  const self = `${USERS}/${user.id}`;
  const offered = Object.entries(TRANSITIONS).filter(([, { from }]) => from.includes(user.status));
  return {
    ...stored,
    type: { id: "oty1" },
    profile: {
      ...profile,
      mobilePhone: profile.mobilePhone ?? null,
      secondEmail: profile.secondEmail ?? null,
    },
    credentials: {
      ...(password ? { password: {} } : {}),
      provider: { type: "OKTA", name: "OKTA" },
    },
    _links: {
      ...Object.fromEntries(
        offered.map(([verb]) => [
          verb,
          { href: `${org.url}${self}/lifecycle/${verb}`, method: "POST" },
        ]),
      ),
      self: link(org, self),
    },
  };
}
