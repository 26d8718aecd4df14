import type { Planned } from "../document.ts";
import { type OktaProperty, STATUS } from "../mapping.ts";
import type { NestedResource } from "./nested.ts";

const LIFETIMES = [
  "accessTokenLifetimeMinutes",
  "refreshTokenLifetimeMinutes",
  "refreshTokenWindowMinutes",
];

/** A set of users or groups, left out when it is empty. */
function people(terraformName: string, at: string): OktaProperty {
  return { type: "set", terraformName, at: `conditions.${at}`, omitEmpty: true };
}

/** `okta:auth/serverPolicyRule:ServerPolicyRule`. */
export const serverPolicyRule: NestedResource = {
  schema: {
    accessTokenLifetimeMinutes: {
      type: "number",
      default: 60,
      at: "actions.token.accessTokenLifetimeMinutes",
    },
    authServerId: { type: "string", required: true },
    grantTypeWhitelists: {
      type: "set",
      required: true,
      terraformName: "grant_type_whitelist",
      at: "conditions.grantTypes.include",
    },
    groupBlacklists: people("group_blacklist", "people.groups.exclude"),
    groupWhitelists: people("group_whitelist", "people.groups.include"),
    inlineHookId: {
      type: "string",
      at: "actions.token.inlineHook?.id",
      omitEmpty: true,
      whenEmpty: "kept",
    },
    name: { type: "string", required: true, autonamed: true, at: "name" },
    policyId: { type: "string", required: true },
    priority: { type: "number", required: true, at: "priority" },
    refreshTokenLifetimeMinutes: {
      type: "number",
      at: "actions.token.refreshTokenLifetimeMinutes",
    },
    refreshTokenWindowMinutes: {
      type: "number",
      default: 10080,
      at: "actions.token.refreshTokenWindowMinutes",
    },
    scopeWhitelists: people("scope_whitelist", "scopes.include"),
    status: STATUS,
    system: { type: "boolean", outputOnly: true, at: "system" },
    type: { type: "string", default: "RESOURCE_ACCESS", at: "type" },
    userBlacklists: people("user_blacklist", "people.users.exclude"),
    userWhitelists: people("user_whitelist", "people.users.include"),
  },
  noun: "auth server policy rule",
  sender: "supplement",
  parents: ["authServerId", "policyId"],
  hasLifecycle: true,
  deleteToleratesGone: false,
  collection: (values) =>
    `/api/v1/authorizationServers/${values.text("authServerId")}/policies/${values.text("policyId")}/rules`,
  refuse: refuseRule,
};

function refuseRule(planned: Planned): void {
  const people = [...planned.set("userWhitelists"), ...planned.set("groupWhitelists")];
  if (planned.set("grantTypeWhitelists").includes("implicit") && people.length === 0) {
    throw new Error(
      "at least 'user_whitelist' or 'group_whitelist' should be given with 'implicit' in 'grant_type_whitelist'",
    );
  }
  const [access = 0, refresh = 0, window = 0] = LIFETIMES.map((name) => planned.number(name));
  if (refresh > 0 && (refresh < access || access > window || refresh < window)) {
    throw new Error(
      "'refresh_token_window_minutes' must be between 'access_token_lifetime_minutes' and 'refresh_token_lifetime_minutes'",
    );
  }
}
