import { createServer } from "./management/authorization-servers/create.ts";
import { newObject, type Org } from "./org.ts";
import { setRotation } from "./tokens/keys.ts";

/**
 * Gives the org what a new one has: its administrator, the group of everybody, and the authorization server `default`
 * with no access policy, as in Okta's free orgs, so that only what the stack declares opens it. An org
 * without API Access Management has no such server.
 */
export async function fillNewOrg(org: Org): Promise<void> {
  const everyone = newObject(org, "group");
  org.groups.set(everyone.id, {
    ...everyone,
    type: "BUILT_IN",
    profile: { name: "Everyone", description: "All users in your organization" },
  });
  addAdministrator(org);
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

/** The person who owns the emulator's API token. There is no password: nobody signs in as this user. */
function addAdministrator(org: Org): void {
  const { created, lastUpdated } = newObject(org, "user");
  const login = "admin@example.com";
  org.users.set(org.adminId, {
    id: org.adminId,
    status: "ACTIVE",
    created,
    lastUpdated,
    activated: created,
    statusChanged: created,
    lastLogin: null,
    passwordChanged: null,
    profile: { firstName: "Sandbox", lastName: "Administrator", email: login, login },
    password: undefined,
    failedSignIns: 0,
  });
}
