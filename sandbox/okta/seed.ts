import { makeId } from "./ids.ts";
import { createServer } from "./management/authorization-servers/create.ts";
import { type Org, timestamp } from "./org.ts";
import { setRotation } from "./tokens/keys.ts";

/** An org without any object; `now` in milliseconds since the epoch. */
export function createOrg(now: () => number, apiAccessManagement: boolean): Org {
  return {
    id: makeId("org"),
    url: "",
    now,
    adminId: makeId("user"),
    accessPolicyId: makeId("accessPolicy"),
    profileEnrollmentId: makeId("accessPolicy"),
    apiAccessManagement,
    apps: new Map(),
    authorizationServers: new Map(),
    groups: new Map(),
    groupAssignments: new Map(),
    adminRoles: new Map(),
    resourceSets: new Map(),
    clientRoles: new Map(),
    trustedOrigins: new Map(),
  };
}

/**
 * Gives the org what a new one has: the group of everybody, and the authorization server `default`
 * with no access policy, as in Okta's free orgs, so that only what the stack declares opens it. An org
 * without API Access Management has no such server.
 */
export async function seedOrg(org: Org): Promise<void> {
  const now = timestamp(org);
  const id = makeId("group");
  org.groups.set(id, {
    id,
    type: "BUILT_IN",
    created: now,
    lastUpdated: now,
    profile: { name: "Everyone", description: "All users in your organization" },
  });
  if (!org.apiAccessManagement) return;
  const server = await createServer(org, {
    name: "default",
    description: "Default Authorization Server for your Applications",
    audiences: ["api://default"],
    issuerMode: "DYNAMIC",
  });
  server.alias = "default";
  server.default = true;
  setRotation(server, "MANUAL");
  org.authorizationServers.set(server.id, server);
}
