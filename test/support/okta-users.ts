import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { manage } from "./declared-org.ts";
import { createServiceApp, type ServiceAppKey } from "./service-app.ts";

const SCOPES = ["okta.users.read", "okta.users.manage"];

/** An org for the example of the Users API: a role holds over the members of the group `staff` alone. */
export interface UsersOrg {
  okta: OktaEmulator;
  /** Has the role. */
  service: ServiceAppKey;
  /** Has the scopes, and no role. */
  roleless: ServiceAppKey;
  /** Ids, by login without the domain: `ann`, `bob` and `cia` are in the group, `guest` is not. */
  users: Readonly<Record<"ann" | "bob" | "cia" | "guest", string>>;
}

export async function startUsersOrg(): Promise<UsersOrg> {
  const okta = new OktaEmulator();
  await okta.start();
  const group = await manage(okta, "POST", "/api/v1/groups", { profile: { name: "staff" } });
  const user = async (name: string, groupIds: string[]): Promise<string> => {
    const login = `${name}@example.com`;
    const profile = { login, email: login, firstName: name, lastName: "Example" };
    return (await manage(okta, "POST", "/api/v1/users", { profile, groupIds })).id;
  };
  const users = {
    ann: await user("ann", [group.id]),
    bob: await user("bob", [group.id]),
    cia: await user("cia", [group.id]),
    guest: await user("guest", []),
  };
  const service = await createServiceApp(okta, { clientId: "users-service", scopes: SCOPES });
  const roleless = await createServiceApp(okta, { clientId: "roleless", scopes: SCOPES });
  const described = { label: "rename staff", description: "Reads and renames staff" };
  const permissions = ["okta.users.read", "okta.users.userprofile.manage"];
  const role = await manage(okta, "POST", "/api/v1/iam/roles", { ...described, permissions });
  const resources = [`${okta.url}/api/v1/groups/${group.id}/users`];
  const set = await manage(okta, "POST", "/api/v1/iam/resource-sets", { ...described, resources });
  const assignment = { type: "CUSTOM", role: role.id, "resource-set": set.id };
  await manage(okta, "POST", `/oauth2/v1/clients/${service.clientId}/roles`, assignment);
  return { okta, service, roleless, users };
}
