import type { ClientRights } from "../../../../access/okta-rights/client/client.ts";

/** What manages all apps, and nothing else; `other` stands in the place of its parts. */
export function rights(other: Partial<ClientRights> = {}): ClientRights {
  return {
    scopes: ["okta.apps.manage"],
    assignments: [{ role: "manage", permissions: ["okta.apps.manage"], resources: ["apps"] }],
    ...other,
  };
}

/** One assignment with these permissions on these resources. */
export function held(permissions: readonly string[], resources: readonly string[] = ["apps"]) {
  return { assignments: [{ role: "manage", permissions, resources }] };
}

/** The day that waivers are judged by. */
export const TODAY = "2026-11-27";

/** A standard role under a waiver. */
export const waived = (type: string, until = "2026-12-31") => ({
  standardRole: { type, waiver: { until, reason: "agreed with the org's owner" } },
});
