import type { Call } from "../http/route.ts";
import type { Noun } from "./nouns.ts";

/** What a change is called in the log, and the objects that it is about. */
export type Change = readonly [
  eventType: string | ((call: Call) => string),
  ...nouns: (Noun | undefined)[],
];

const APP = "/api/v1/apps/:appId";
const AS = "/api/v1/authorizationServers/:authServerId";
const POLICY = `${AS}/policies/:policyId`;
const RULE = `${POLICY}/rules/:ruleId`;
const GROUP = "/api/v1/groups/:groupId";
const USER = "/api/v1/users/:userId";
const ROLE = "/api/v1/iam/roles/:roleId";
const SET = "/api/v1/iam/resource-sets/:resourceSetId";
const BINDING = `${SET}/bindings/:roleId`;
const ORIGIN = "/api/v1/trustedOrigins/:originId";

/** The first DELETE of a user deactivates, the second deletes. */
function endOfUser({ org, params }: Call): string {
  const gone = org.users.get(params.userId ?? "")?.status === "DEPROVISIONED";
  return gone ? "user.lifecycle.delete.initiated" : "user.lifecycle.deactivate";
}

/** Creation, replacement, deletion and both lifecycle calls of a kind, by the words of its event types. */
function changesOf(
  path: string,
  noun: Noun,
  family: string,
  [create, update, remove, activate, deactivate]: readonly string[],
  ...parents: Noun[]
): Record<string, Change> {
  const change = (verb: string): Change => [`${family}.${verb}`, noun, ...parents];
  return {
    [`POST ${path.slice(0, path.lastIndexOf("/"))}`]: change(create ?? ""),
    [`PUT ${path}`]: change(update ?? ""),
    [`DELETE ${path}`]: change(remove ?? ""),
    ...(activate ? { [`POST ${path}/lifecycle/activate`]: change(activate) } : {}),
    ...(deactivate ? { [`POST ${path}/lifecycle/deactivate`]: change(deactivate) } : {}),
  };
}

const VERBS = ["create", "update", "delete", "activate", "deactivate"];
const PAST = ["created", "updated", "deleted", "activated", "deactivated"];

function credentials(path: string, noun: Noun): Record<string, Change> {
  const { [`PUT ${path}`]: _put, ...changes } = changesOf(
    path,
    noun,
    "app.oauth2.credentials.lifecycle",
    VERBS,
    "app",
  );
  return changes;
}

/** The event type of each call that changes something, by method and path. */
export const CHANGES: Readonly<Record<string, Change>> = {
  ...changesOf(APP, "app", "application.lifecycle", VERBS),
  "POST /api/v1/internal/apps/:appId/settings/oauth/idToken": [
    "application.lifecycle.update",
    "app",
  ],
  ...credentials(`${APP}/credentials/secrets/:secretId`, "secret"),
  ...credentials(`${APP}/credentials/jwks/:keyId`, "key"),
  [`POST ${APP}/grants`]: ["app.oauth2.admin.consent.grant", "app", "grant"],
  [`DELETE ${APP}/grants/:grantId`]: ["app.oauth2.admin.consent.revoke", "app", "grant"],
  [`PUT ${APP}/groups/:groupId`]: ["group.application_assignment.add", "app", "group"],
  [`DELETE ${APP}/groups/:groupId`]: ["group.application_assignment.remove", "app", "group"],
  [`POST ${APP}/users`]: ["application.user_membership.add", "app", "user"],
  [`POST ${APP}/users/:userId`]: ["application.user_membership.update", "app", "user"],
  [`DELETE ${APP}/users/:userId`]: ["application.user_membership.remove", "app", "user"],
  ...changesOf(AS, "server", "oauth2.as", PAST),
  [`POST ${AS}/credentials/lifecycle/keyRotate`]: ["app.oauth2.as.key.rollover", "server"],
  ...changesOf(`${AS}/scopes/:scopeId`, "scope", "oauth2.scope", PAST.slice(0, 3), "server"),
  ...changesOf(`${AS}/claims/:claimId`, "claim", "oauth2.claim", PAST.slice(0, 3), "server"),
  ...changesOf(POLICY, "policy", "policy.lifecycle", VERBS, "server"),
  ...changesOf(RULE, "rule", "policy.rule", ["add", ...VERBS.slice(1)], "policy"),
  [`POST ${GROUP.slice(0, -"/:groupId".length)}`]: ["group.lifecycle.create", "group"],
  [`PUT ${GROUP}`]: ["group.profile.update", "group"],
  [`DELETE ${GROUP}`]: ["group.lifecycle.delete", "group"],
  [`PUT ${GROUP}/users/:userId`]: ["group.user_membership.add", "user", "group"],
  [`DELETE ${GROUP}/users/:userId`]: ["group.user_membership.remove", "user", "group"],
  "POST /api/v1/users": ["user.lifecycle.create", "user"],
  [`PUT ${USER}`]: ["user.account.update_profile", "user"],
  [`POST ${USER}`]: ["user.account.update_profile", "user"],
  [`DELETE ${USER}`]: [endOfUser, "user"],
  [`POST ${USER}/lifecycle/activate`]: ["user.lifecycle.activate", "user"],
  [`POST ${USER}/lifecycle/deactivate`]: ["user.lifecycle.deactivate", "user"],
  [`POST ${USER}/lifecycle/suspend`]: ["user.lifecycle.suspend", "user"],
  [`POST ${USER}/lifecycle/unsuspend`]: ["user.lifecycle.unsuspend", "user"],
  [`POST ${USER}/lifecycle/unlock`]: ["user.account.unlock_by_admin", "user"],
  ...changesOf(ROLE, "role", "iam.role", VERBS.slice(0, 3)),
  [`POST ${ROLE}/permissions/:permission`]: ["iam.role.permissions.add", "role"],
  [`DELETE ${ROLE}/permissions/:permission`]: ["iam.role.permissions.delete", "role"],
  ...changesOf(SET, "set", "iam.resourceset", VERBS.slice(0, 3)),
  [`PATCH ${SET}/resources`]: ["iam.resourceset.resources.add", "set"],
  [`DELETE ${SET}/resources/:resourceId`]: ["iam.resourceset.resources.delete", "set"],
  [`POST ${SET}/bindings`]: ["iam.resourceset.bindings.add", "set", "role"],
  [`DELETE ${BINDING}`]: ["iam.resourceset.bindings.delete", "set", "role"],
  [`PATCH ${BINDING}/members`]: ["iam.resourceset.bindings.add", "set", "role"],
  [`DELETE ${BINDING}/members/:memberId`]: ["iam.resourceset.bindings.delete", "set", "role"],
  "POST /oauth2/v1/clients/:clientId/roles": ["app.oauth2.client.privilege.grant", "client"],
  "DELETE /oauth2/v1/clients/:clientId/roles/:roleAssignmentId": [
    "app.oauth2.client.privilege.revoke",
    "client",
  ],
  ...changesOf(ORIGIN, "origin", "security.trusted_origin", VERBS),
};
