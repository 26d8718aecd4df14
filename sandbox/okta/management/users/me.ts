import { forbidden } from "../../errors.ts";
import type { Call } from "../../http/route.ts";
import { link } from "../links.ts";

/** The administrator behind an API token; the provider asks for it when it starts. */
export function readMe({ org, caller }: Call) {
  if (caller.scopes !== "all") throw forbidden("A client has no user.");
  const since = new Date(0).toISOString();
  return {
    status: 200,
    body: {
      id: org.adminId,
      status: "ACTIVE",
      created: since,
      activated: since,
      statusChanged: since,
      lastLogin: null,
      lastUpdated: since,
      passwordChanged: null,
      type: { id: "oty1" },
      profile: {
        firstName: "Sandbox",
        lastName: "Administrator",
        mobilePhone: null,
        secondEmail: null,
        login: "admin@example.com",
        email: "admin@example.com",
      },
      credentials: { provider: { type: "OKTA", name: "OKTA" } },
      _links: { self: link(org, `/api/v1/users/${org.adminId}`) },
    },
  };
}
