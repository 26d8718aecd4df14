import { expect, test } from "vitest";
import { serviceApp } from "../support.ts";
import { startOrg } from "./operator.ts";

const { admin, made, operator } = await startOrg();

/** One of each, and one more of each that no operator has a right on. */
const objects = async (name: string) => ({
  app: (await made("/api/v1/apps", serviceApp(`${name} app`))).id,
  group: (await made("/api/v1/groups", { profile: { name: `${name} group` } })).id,
  server: (await made("/api/v1/authorizationServers", { name, audiences: [name] })).id,
  user: (await made("/api/v1/users", { profile: person(name) })).id,
});
function person(name: string) {
  const login = `${name}@example.com`;
  return { firstName: name, lastName: "L", email: login, login };
}
const mine = await objects("mine");
const other = await objects("other");
await admin.put(`/api/v1/groups/${mine.group}/users/${mine.user}`);
await admin.put(`/api/v1/groups/${other.group}/users/${other.user}`);

const APP = `/api/v1/apps/${mine.app}`;
const AS = `/api/v1/authorizationServers/${mine.server}`;
const GROUP = `/api/v1/groups/${mine.group}`;
const USER = `/api/v1/users/${mine.user}`;
const NEW_SERVER = { name: "new", audiences: ["new"] };
const ASSIGNMENT = `${APP}/groups/${mine.group}`;
const APP_USER = `${APP}/users/${mine.user}`;

const onApp = [`apps/${mine.app}`, `apps/${other.app}`];
const onServer = [`authorizationServers/${mine.server}`, `authorizationServers/${other.server}`];
const onGroup = [`groups/${mine.group}`, `groups/${other.group}`];
const onUser = [`groups/${mine.group}/users`, `groups/${other.group}/users`];
const allApps = ["apps", `apps/${mine.app}`];
const allServers = ["authorizationServers", `authorizationServers/${mine.server}`];
const allGroups = ["groups", `groups/${mine.group}`];
const allUsers = ["users", `groups/${mine.group}/users`];

/** A permission with a resource that gives the call, and one that does not; none where the call has no object. */
type Right = [permission: string, resources: string[]];
type Line = [method: string, path: string, body: unknown, scope: string, Right[], status: number];

// biome-ignore format: one call per line
const calls: Line[] = [
  ["GET", APP, undefined, "okta.apps.read", [["okta.apps.read", onApp]], 200],
  ["GET", `${APP}/groups`, undefined, "okta.apps.read", [["okta.apps.read", onApp]], 200],
  ["GET", `${APP}/users`, undefined, "okta.apps.read", [["okta.apps.read", onApp]], 200],
  ["GET", `${APP}/credentials/jwks`, undefined, "okta.apps.read", [["okta.apps.read", onApp]], 200],
  ["GET", `${APP}/credentials/secrets`, undefined, "okta.apps.read", [["okta.apps.clientCredentials.read", onApp]], 200],
  ["GET", `${APP}/grants`, undefined, "okta.appGrants.read", [["okta.apps.read", onApp]], 200],
  ["POST", "/api/v1/apps", serviceApp("new"), "okta.apps.manage", [["okta.apps.manage", allApps]], 200],
  ["PUT", APP, serviceApp("mine app"), "okta.apps.manage", [["okta.apps.manage", onApp]], 200],
  ["POST", `${APP}/credentials/secrets`, undefined, "okta.apps.manage", [["okta.apps.manage", onApp]], 201],
  ["POST", `${APP}/credentials/jwks`, { kty: "RSA", e: "AQAB", n: "x", kid: "k" }, "okta.apps.manage", [["okta.apps.manage", onApp]], 201],
  ["POST", `${APP}/lifecycle/activate`, undefined, "okta.apps.manage", [["okta.apps.manage", onApp]], 200],
  ["PUT", ASSIGNMENT, undefined, "okta.apps.manage", [["okta.apps.assignment.manage", onApp], ["okta.groups.appAssignment.manage", onGroup]], 200],
  ["DELETE", ASSIGNMENT, undefined, "okta.apps.manage", [["okta.apps.assignment.manage", onApp], ["okta.groups.appAssignment.manage", onGroup]], 204],
  ["POST", `${APP}/users`, { id: mine.user }, "okta.apps.manage", [["okta.apps.assignment.manage", onApp], ["okta.users.appAssignment.manage", onUser]], 200],
  ["POST", APP_USER, { profile: {} }, "okta.apps.manage", [["okta.apps.assignment.manage", onApp], ["okta.users.appAssignment.manage", onUser]], 200],
  ["DELETE", APP_USER, undefined, "okta.apps.manage", [["okta.apps.assignment.manage", onApp], ["okta.users.appAssignment.manage", onUser]], 204],
  ["POST", `${APP}/lifecycle/deactivate`, undefined, "okta.apps.manage", [["okta.apps.manage", onApp]], 200],
  ["DELETE", APP, undefined, "okta.apps.manage", [["okta.apps.manage", onApp]], 204],
  ["POST", "/api/v1/authorizationServers", NEW_SERVER, "okta.authorizationServers.manage", [["okta.authzServers.manage", allServers]], 201],
  ["GET", AS, undefined, "okta.authorizationServers.read", [["okta.authzServers.read", onServer]], 200],
  ["GET", `${AS}/scopes`, undefined, "okta.authorizationServers.read", [["okta.authzServers.read", onServer]], 200],
  ["GET", `${AS}/credentials/keys`, undefined, "okta.authorizationServers.read", [["okta.authzServers.read", onServer]], 200],
  ["PUT", AS, { name: "mine", audiences: ["x"] }, "okta.authorizationServers.manage", [["okta.authzServers.manage", onServer]], 200],
  ["POST", `${AS}/scopes`, { name: "s" }, "okta.authorizationServers.manage", [["okta.authzServers.manage", onServer]], 201],
  ["POST", `${AS}/credentials/lifecycle/keyRotate`, { use: "sig" }, "okta.authorizationServers.manage", [["okta.authzServers.manage", onServer]], 200],
  ["DELETE", AS, undefined, "okta.authorizationServers.manage", [["okta.authzServers.manage", onServer]], 204],
  ["GET", GROUP, undefined, "okta.groups.read", [["okta.groups.read", onGroup]], 200],
  ["GET", `${GROUP}/users`, undefined, "okta.groups.read", [["okta.groups.read", onGroup]], 200],
  ["POST", "/api/v1/groups", { profile: { name: "new" } }, "okta.groups.manage", [["okta.groups.create", allGroups]], 200],
  ["PUT", GROUP, { profile: { name: "mine group" } }, "okta.groups.manage", [["okta.groups.manage", onGroup]], 200],
  ["PUT", `${GROUP}/users/${mine.user}`, undefined, "okta.groups.manage", [["okta.groups.members.manage", onGroup]], 204],
  ["GET", USER, undefined, "okta.users.read", [["okta.users.read", onUser]], 200],
  ["GET", `/api/v1/users/${encodeURIComponent("mine@example.com")}`, undefined, "okta.users.read", [["okta.users.read", onUser]], 200],
  ["GET", `${USER}/groups`, undefined, "okta.users.read", [["okta.users.read", onUser]], 200],
  ["POST", "/api/v1/users", { profile: person("new") }, "okta.users.manage", [["okta.users.create", allUsers]], 200],
  ["POST", USER, { profile: { firstName: "F" } }, "okta.users.manage", [["okta.users.userprofile.manage", onUser]], 200],
  ["PUT", USER, { profile: person("mine") }, "okta.users.manage", [["okta.users.userprofile.manage", onUser]], 200],
  ["POST", `${USER}/lifecycle/deactivate`, undefined, "okta.users.manage", [["okta.users.lifecycle.manage", onUser]], 200],
  ["DELETE", USER, undefined, "okta.users.manage", [["okta.users.lifecycle.manage", onUser]], 204],
  ["DELETE", `${GROUP}/users/${other.user}`, undefined, "okta.groups.manage", [["okta.groups.members.manage", onGroup]], 204],
  ["DELETE", GROUP, undefined, "okta.groups.manage", [["okta.groups.manage", onGroup]], 204],
  ["GET", "/api/v1/iam/roles", undefined, "okta.roles.read", [["okta.iam.read", []]], 200],
  ["GET", "/api/v1/iam/resource-sets", undefined, "okta.roles.read", [["okta.iam.read", []]], 200],
  ["GET", "/api/v1/policies?type=ACCESS_POLICY", undefined, "okta.policies.read", [["okta.policies.read", []]], 200],
];

const FORBIDDEN = [403, "E0000006"];

test.each(calls)("%s %s", async (method, path, body, scope, rights, status) => {
  const call = async (
    scopes: string[],
    has: (right: Right, index: number) => Right | undefined,
  ) => {
    const roles = rights.map(has).filter((right) => right !== undefined);
    const made = roles.map(([permission, [resource]]) => ({
      permissions: [permission],
      resources: resource === undefined ? [] : [resource],
    }));
    const answer = await (await operator(scopes, ...made)).call(method, path, body);
    return { answer, refusal: [answer.status, answer.body?.errorCode] };
  };

  const unscoped = await call(["okta.devices.read"], (right) => right);
  expect(unscoped.refusal).toEqual(FORBIDDEN);
  expect(unscoped.answer.headers.get("www-authenticate")).toContain('error="insufficient_scope"');

  for (const lost of rights.keys()) {
    const without = await call([scope], (right, index) => (index === lost ? undefined : right));
    expect(without.refusal).toEqual(FORBIDDEN);
    const [permission, [, elsewhere]] = rights[lost] ?? ["", []];
    expect(without.answer.body.errorCauses[0].errorSummary).toContain(permission);
    expect(without.answer.headers.get("www-authenticate")).toBeNull();
    if (elsewhere === undefined) continue;
    const outside = await call([scope], (right, index) =>
      index === lost ? [permission, [elsewhere]] : right,
    );
    expect(outside.refusal).toEqual(FORBIDDEN);
  }

  const { answer } = await call([scope], (right) => right);
  expect(answer.status).toBe(status);
});
