import { expect, test } from "vitest";
import { serviceApp } from "../support.ts";
import { startOrg } from "./operator.ts";

const { made, operator } = await startOrg();
const { id: app } = await made("/api/v1/apps", serviceApp("plain"));
const FAMILIES = ["apps", "appGrants", "authorizationServers", "groups", "roles", "trustedOrigins"];
const SCOPES = [...FAMILIES.map((family) => `okta.${family}.manage`), "okta.logs.read"];

// biome-ignore format: one call per line
const CALLS: Record<string, [method: string, path: string, body?: unknown]> = {
  "read origins": ["GET", "/api/v1/trustedOrigins"],
  "create an origin": ["POST", "/api/v1/trustedOrigins", {}],
  "read apps": ["GET", "/api/v1/apps"],
  "create an app": ["POST", "/api/v1/apps", {}],
  "read secrets": ["GET", `/api/v1/apps/${app}/credentials/secrets`],
  "read servers": ["GET", "/api/v1/authorizationServers"],
  "create a server": ["POST", "/api/v1/authorizationServers", {}],
  "read groups": ["GET", "/api/v1/groups"],
  "create a group": ["POST", "/api/v1/groups", {}],
  "read roles": ["GET", "/api/v1/iam/roles"],
  "read roles of a client": ["GET", "/oauth2/v1/clients/nobody/roles"],
  "read the log": ["GET", "/api/v1/logs"],
};

const ALL = Object.keys(CALLS);
const READS = ALL.filter((name) => name.startsWith("read"));
const APPS = ["read apps", "create an app", "read secrets", "read groups", "read the log"];

test.each<[string, string[]]>([
  ["SUPER_ADMIN", ALL],
  ["ORG_ADMIN", ALL],
  ["APP_ADMIN", APPS],
  ["API_ACCESS_MANAGEMENT_ADMIN", [...APPS, "read servers", "create a server"]],
  ["READ_ONLY_ADMIN", READS],
  ["REPORT_ADMIN", READS.filter((name) => name !== "read origins")],
  ["USER_ADMIN", ["read groups", "create a group"]],
  ["GROUP_MEMBERSHIP_ADMIN", ["read groups"]],
  ["HELP_DESK_ADMIN", ["read groups"]],
  ["MOBILE_ADMIN", ["read groups"]],
])("%s", async (type, allowed) => {
  const caller = await operator(SCOPES, type);
  const may: string[] = [];
  for (const [name, call] of Object.entries(CALLS)) {
    if ((await caller.call(...call)).status !== 403) may.push(name);
  }
  expect(may.toSorted()).toEqual(allowed.toSorted());
});
