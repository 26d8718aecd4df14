import type { Properties } from "../../../plugins/protocol/values.ts";

export const APP = "okta:app/oAuth:OAuth";
export const SERVER = "okta:auth/server:Server";
export const SCOPE = "okta:auth/serverScope:ServerScope";
export const CLAIM = "okta:auth/serverClaim:ServerClaim";
export const POLICY = "okta:auth/serverPolicy:ServerPolicy";
export const RULE = "okta:auth/serverPolicyRule:ServerPolicyRule";

/** What a program says of a service account. */
export function account(clientId: string, more: Properties = {}): Properties {
  return {
    label: clientId,
    type: "service",
    clientId,
    grantTypes: ["client_credentials"],
    responseTypes: ["token"],
    profile: '{"neo4j_groups":["neo4j_admin"]}',
    skipAuthenticationPolicy: true,
    ...more,
  };
}

export function scopeOf(authServerId: string): Properties {
  return { authServerId, name: "neo4j_groups", metadataPublish: "NO_CLIENTS" };
}

export function claimOf(authServerId: string): Properties {
  return {
    authServerId,
    name: "groups",
    claimType: "RESOURCE",
    value: "app.profile.neo4j_groups",
    scopes: ["neo4j_groups"],
  };
}

export function policyOf(authServerId: string, clientWhitelists: string[]): Properties {
  return {
    authServerId,
    name: "neo4j",
    description: "Neo4j service accounts",
    priority: 1,
    clientWhitelists,
  };
}

export function ruleOf(authServerId: string, policyId: string): Properties {
  return {
    authServerId,
    policyId,
    name: "client credentials",
    priority: 1,
    grantTypeWhitelists: ["client_credentials"],
    scopeWhitelists: ["neo4j_groups"],
    accessTokenLifetimeMinutes: 60,
  };
}
