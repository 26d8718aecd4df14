import { type Cases, CLAIM, POLICY, RULE, SCOPE } from "../recorded.ts";

/** Rules about authorization servers, and what is on them. */
export const AUTHORIZATION: Cases = {
  "no-all-clients": [
    {
      change: (stack) => stack.set(POLICY, { clientWhitelists: ["etl-loader", "ALL_CLIENTS"] }),
      says: 'clientWhitelists of authorization-access-policy is ["etl-loader","ALL_CLIENTS"], which lets every app of the org get these tokens. Fix: list the client ids of the service apps.',
    },
  ],
  "known-clients": [
    {
      change: (stack) => stack.set(POLICY, { clientWhitelists: ["etl-loader", "stranger"] }),
      config: { others: ["helpdesk"] },
      says: 'clientWhitelists of authorization-access-policy is ["stranger"], clients that no app of this stack has. Fix: declare its app here, remove it, or list it under others in the rule\'s configuration.',
    },
  ],
  "grant-and-scopes-named": [
    {
      change: (stack) => stack.set(RULE, { scopeWhitelists: ["*"] }),
      says: 'scopeWhitelists of authorization-access-rule is ["*"], which names nothing that could be reviewed. Fix: list client_credentials, and the scopes that the clients need.',
    },
    {
      change: (stack) => stack.set(RULE, { scopeWhitelists: undefined }),
      says: "scopeWhitelists of authorization-access-rule is [], which",
    },
    {
      change: (stack) => stack.set(RULE, { grantTypeWhitelists: ["*"] }),
      says: 'grantTypeWhitelists of authorization-access-rule is ["*"], which',
    },
  ],
  "token-lifetime": [
    {
      change: (stack) => stack.set(RULE, { accessTokenLifetimeMinutes: 61 }),
      says: "accessTokenLifetimeMinutes of authorization-access-rule is 61, longer than the 60 minutes of this environment. Fix: shorten it; services get a new token before the old one ends.",
    },
    {
      change: (stack) => stack.set(RULE, { accessTokenLifetimeMinutes: undefined }),
      config: { maxMinutes: 59 },
      says: "is 60, longer than the 59 minutes of this environment",
    },
    {
      change: (stack) =>
        stack.set(RULE, { accessTokenLifetimeMinutes: 90, grantTypeWhitelists: ["*"] }),
      says: "is 90, longer than the 60 minutes",
    },
  ],
  "claim-bound-to-scope": [
    {
      change: (stack) => stack.set(CLAIM, { scopes: [] }),
      says: "scopes of authorization-claim is [], so that every access token of the server carries the claim. Fix: list the scope that service accounts ask for.",
    },
    {
      change: (stack) => stack.set(CLAIM, { scopes: undefined, claimType: undefined }),
      says: "scopes of authorization-claim is [], so",
    },
  ],
  "claim-reads-app": [
    {
      change: (stack) => stack.set(CLAIM, { value: "appuser.neo4j_groups" }),
      says: 'value of authorization-claim is "appuser.neo4j_groups", which is null for a service, as it has no user. Fix: write app.profile.ATTRIBUTE, or (appuser != null) ? appuser.ATTRIBUTE : app.profile.ATTRIBUTE.',
    },
    {
      change: (stack) => stack.set(CLAIM, { value: " user.groups ", claimType: undefined }),
      says: 'value of authorization-claim is " user.groups ", which is null',
    },
  ],
  "scope-not-published": [
    {
      change: (stack) => stack.set(SCOPE, { metadataPublish: "ALL_CLIENTS" }),
      says: 'metadataPublish of authorization-scope is "ALL_CLIENTS", which puts the scope into the server\'s public metadata. Fix: set metadataPublish to NO_CLIENTS and default to false.',
    },
    {
      change: (stack) => stack.set(SCOPE, { metadataPublish: undefined }),
      says: 'metadataPublish of authorization-scope is "ALL_CLIENTS", which',
    },
    {
      change: (stack) => stack.set(SCOPE, { default: true }),
      says: "default of authorization-scope is true, so that a client gets the scope without asking for it",
    },
  ],
};
