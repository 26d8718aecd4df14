import { oneOf, type ResourceSchema } from "../../bridged/schema.ts";
import type { Properties } from "../../protocol/values.ts";
import type { Document } from "../client.ts";
import { at, flagOf, listOf, omitEmpty, type Planned, textOf } from "../document.ts";
import type { NestedResource } from "./nested.ts";

/** `okta_auth_server_policy_rule` as @pulumi/okta shows it. */
export const SERVER_POLICY_RULE: ResourceSchema = {
  accessTokenLifetimeMinutes: { type: "number", default: 60 },
  authServerId: { type: "string", required: true },
  grantTypeWhitelists: { type: "set", required: true, terraformName: "grant_type_whitelist" },
  groupBlacklists: { type: "set", terraformName: "group_blacklist" },
  groupWhitelists: { type: "set", terraformName: "group_whitelist" },
  inlineHookId: { type: "string" },
  name: { type: "string", required: true, autonamed: true },
  policyId: { type: "string", required: true },
  priority: { type: "number", required: true },
  refreshTokenLifetimeMinutes: { type: "number" },
  refreshTokenWindowMinutes: { type: "number", default: 10080 },
  scopeWhitelists: { type: "set", terraformName: "scope_whitelist" },
  status: { type: "string", default: "ACTIVE", validate: oneOf("ACTIVE", "INACTIVE") },
  system: { type: "boolean", outputOnly: true },
  type: { type: "string", default: "RESOURCE_ACCESS" },
  userBlacklists: { type: "set", terraformName: "user_blacklist" },
  userWhitelists: { type: "set", terraformName: "user_whitelist" },
};

const LIFETIMES = [
  "accessTokenLifetimeMinutes",
  "refreshTokenLifetimeMinutes",
  "refreshTokenWindowMinutes",
];

/** `okta:auth/serverPolicyRule:ServerPolicyRule`. */
export const serverPolicyRule: NestedResource = {
  schema: SERVER_POLICY_RULE,
  noun: "auth server policy rule",
  sender: "supplement",
  parents: ["authServerId", "policyId"],
  hasLifecycle: true,
  deleteToleratesGone: false,
  collection: (values) =>
    `/api/v1/authorizationServers/${values.text("authServerId")}/policies/${values.text("policyId")}/rules`,
  body(planned) {
    const hook = planned.text("inlineHookId");
    const token: Document = Object.fromEntries(
      LIFETIMES.map((name) => [name, planned.number(name)]),
    );
    return {
      actions: { token: hook === "" ? token : { ...token, inlineHook: { id: hook } } },
      conditions: {
        grantTypes: { include: planned.set("grantTypeWhitelists") },
        people: {
          groups: omitEmpty({
            include: planned.set("groupWhitelists"),
            exclude: planned.set("groupBlacklists"),
          }),
          users: omitEmpty({
            include: planned.set("userWhitelists"),
            exclude: planned.set("userBlacklists"),
          }),
        },
        scopes: omitEmpty({ include: planned.set("scopeWhitelists") }),
      },
      name: planned.text("name"),
      priority: planned.number("priority"),
      status: planned.text("status"),
      type: planned.text("type"),
    };
  },
  values(rule) {
    const { priority } = rule;
    const conditions = at(rule, "conditions");
    return {
      ...tokenValues(at(rule, "actions", "token")),
      grantTypeWhitelists: listOf(at(conditions, "grantTypes"), "include"),
      groupBlacklists: listOf(at(conditions, "people", "groups"), "exclude"),
      groupWhitelists: listOf(at(conditions, "people", "groups"), "include"),
      name: textOf(rule, "name"),
      scopeWhitelists: listOf(at(conditions, "scopes"), "include"),
      status: textOf(rule, "status"),
      system: flagOf(rule, "system"),
      type: textOf(rule, "type"),
      userBlacklists: listOf(at(conditions, "people", "users"), "exclude"),
      userWhitelists: listOf(at(conditions, "people", "users"), "include"),
      ...(typeof priority === "number" ? { priority } : {}),
    };
  },
  refuse: refuseRule,
};

function tokenValues(token: Document): Properties {
  const values: Properties = {};
  for (const name of LIFETIMES) {
    const minutes = token[name];
    if (typeof minutes === "number") values[name] = minutes;
  }
  const hook = textOf(at(token, "inlineHook"), "id");
  return hook === "" ? values : { ...values, inlineHookId: hook };
}

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
