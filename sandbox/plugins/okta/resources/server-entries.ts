import type { Properties } from "../../protocol/values.ts";
import { flagOf, numberOf, setOf } from "../document.ts";
import { flag, NAME, number, type OktaProperty, STATUS, set, text } from "../mapping.ts";
import type { CollectionEntry } from "./collection.ts";

const SERVER = "/api/v1/authorizationServers/{authServerId}";
const REQUIRED = { required: true } as const;
const OMIT_EMPTY = { omitEmpty: true } as const;
const PARENT = text(undefined, REQUIRED);

/** A list of the conditions of a policy or rule, which Terraform names in the singular. */
function condition(
  terraformName: string,
  at: string,
  further: Partial<OktaProperty>,
): OktaProperty {
  return set(`conditions.${at}`, { terraformName, ...further });
}

/** `okta:auth/serverScope:ServerScope`. */
export const serverScope: CollectionEntry = {
  schema: {
    authServerId: PARENT,
    consent: text("consent", { default: "IMPLICIT" }),
    default: flag("default"),
    description: text("description"),
    displayName: text("displayName"),
    metadataPublish: text("metadataPublish", { default: "ALL_CLIENTS" }),
    name: NAME,
    optional: flag("optional"),
    system: flag("system", { outputOnly: true }),
  },
  noun: "auth server scope",
  sender: "sdk",
  collection: `${SERVER}/scopes`,
  deleteToleratesGone: true,
};

/** `okta:auth/serverClaim:ServerClaim`. */
export const serverClaim: CollectionEntry = {
  schema: {
    alwaysIncludeInToken: flag("alwaysIncludeInToken", { default: true }),
    authServerId: PARENT,
    claimType: text("claimType", REQUIRED),
    groupFilterType: text("group_filter_type", OMIT_EMPTY),
    name: NAME,
    // An empty answer leaves what is stored, so a restriction taken away by hand goes unseen.
    scopes: set("conditions.scopes", { omitEmpty: true, whenEmpty: "kept" }),
    status: STATUS,
    value: text("value", REQUIRED),
    valueType: text("valueType", { default: "EXPRESSION" }),
  },
  noun: "auth server claim",
  sender: "supplement",
  collection: `${SERVER}/claims`,
  keepsOnDelete: (old) => old.valueType === "SYSTEM" && flagOf(old, "alwaysIncludeInToken"),
};

/** `okta:auth/serverPolicy:ServerPolicy`: an access policy. */
export const serverPolicy: CollectionEntry = {
  schema: {
    authServerId: PARENT,
    clientWhitelists: condition("client_whitelist", "clients.include", REQUIRED),
    description: text("description", REQUIRED),
    name: NAME,
    priority: number("priority", REQUIRED),
    status: STATUS,
  },
  constants: { type: "OAUTH_AUTHORIZATION_POLICY" },
  noun: "authorization server policy",
  sender: "supplement",
  collection: `${SERVER}/policies`,
  hasLifecycle: true,
  refuse(planned, isNew) {
    if (isNew && planned.status === "INACTIVE") {
      throw new Error("can not create an inactive policy, only existing ones can be deactivated");
    }
  },
};

/** `okta:auth/serverPolicyRule:ServerPolicyRule`. */
export const serverPolicyRule: CollectionEntry = {
  schema: {
    accessTokenLifetimeMinutes: number("actions.token.accessTokenLifetimeMinutes", { default: 60 }),
    authServerId: PARENT,
    grantTypeWhitelists: condition("grant_type_whitelist", "grantTypes.include", REQUIRED),
    groupBlacklists: condition("group_blacklist", "people.groups.exclude", OMIT_EMPTY),
    groupWhitelists: condition("group_whitelist", "people.groups.include", OMIT_EMPTY),
    inlineHookId: text("actions.token.inlineHook?.id", { omitEmpty: true, whenEmpty: "kept" }),
    name: NAME,
    policyId: PARENT,
    priority: number("priority", REQUIRED),
    refreshTokenLifetimeMinutes: number("actions.token.refreshTokenLifetimeMinutes"),
    refreshTokenWindowMinutes: number("actions.token.refreshTokenWindowMinutes", {
      default: 10080,
    }),
    scopeWhitelists: condition("scope_whitelist", "scopes.include", OMIT_EMPTY),
    status: STATUS,
    system: flag("system", { outputOnly: true }),
    type: text("type", { default: "RESOURCE_ACCESS" }),
    userBlacklists: condition("user_blacklist", "people.users.exclude", OMIT_EMPTY),
    userWhitelists: condition("user_whitelist", "people.users.include", OMIT_EMPTY),
  },
  noun: "auth server policy rule",
  sender: "supplement",
  collection: `${SERVER}/policies/{policyId}/rules`,
  hasLifecycle: true,
  refuse: refuseRule,
};

function refuseRule(planned: Properties): void {
  const people = [...setOf(planned, "userWhitelists"), ...setOf(planned, "groupWhitelists")];
  if (setOf(planned, "grantTypeWhitelists").includes("implicit") && people.length === 0) {
    throw new Error(
      "at least 'user_whitelist' or 'group_whitelist' should be given with 'implicit' in 'grant_type_whitelist'",
    );
  }
  const access = numberOf(planned, "accessTokenLifetimeMinutes");
  const refresh = numberOf(planned, "refreshTokenLifetimeMinutes");
  const window = numberOf(planned, "refreshTokenWindowMinutes");
  if (refresh > 0 && (refresh < access || access > window || refresh < window)) {
    throw new Error(
      "'refresh_token_window_minutes' must be between 'access_token_lifetime_minutes' and 'refresh_token_lifetime_minutes'",
    );
  }
}
