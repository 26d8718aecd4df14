import { createServer } from "./management/authorization-servers/create.ts";
import { newObject, type Org } from "./org.ts";
import { setRotation } from "./tokens/keys.ts";

/**
 * Gives the org what a new one has: the group of everybody, and the authorization server `default`
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
