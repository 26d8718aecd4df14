import { APP, type Cases, CLAIM, MAPPING, OIDC, RELEASE, SCOPE } from "../recorded.ts";

/** Rules about a stack as a whole. */
export const STACK: Cases = {
  "trust-agrees": [
    {
      change: (stack) => stack.setting(`${OIDC}.audience`, "api://default"),
      says: `values.config.${OIDC}.audience of neo4j-release is ["api://default"], not the audience of authorization-server (api://neo4j), whose tokens neo4j/neo4j is meant to take. Fix: take issuer and audience from the authorization server's own outputs.`,
    },
    {
      change: (stack) => {
        stack.setting(`${OIDC}.issuer`, "https://example.okta.com/oauth2/aus99");
        stack.setting(`${OIDC}.well_known_discovery_uri`, undefined);
      },
      says: `values.config.${OIDC}.issuer of neo4j-release is "https://example.okta.com/oauth2/aus99", not the issuer of authorization-server`,
    },
  ],
  "scope-agrees": [
    {
      change: (stack) => stack.set(SCOPE, { name: "other" }),
      says: 'scopeWhitelists of authorization-access-rule is "neo4j_groups", a scope that the server does not have. Fix: let the rule grant a scope that is declared, and that the claim is bound to.',
    },
    {
      change: (stack) => stack.set(CLAIM, { scopes: ["other"] }),
      says: 'scopes of authorization-claim is ["other"], which no rule of this server grants, so that no token carries the groups',
    },
  ],
  "groups-agree": [
    {
      change: (stack) => stack.set(APP, { profile: '{"neo4j_groups":["neo4j_publisher","typo"]}' }),
      says: 'profile of etl-loader-app is ["typo"], groups that provider okta-backend of neo4j/neo4j maps to no role. Fix: map them, or take them from the app.',
    },
  ],
  "mapped-groups-used": [
    {
      change: (stack) =>
        stack.setting(MAPPING, '"neo4j_publisher"=publisher;"neo4j_reader"=reader;"spare"=reader'),
      says: `values.config.${MAPPING} of neo4j-release is ["spare"], groups that no app of this stack has. Fix: remove them, or agree on a waiver where another stack's apps have them.`,
    },
  ],
  "protected-in-production": [
    {
      change: (stack) => {
        stack.of("authorization-server").protect = false;
      },
      says: "protect of authorization-server is not set, so that Pulumi would delete it without a question. Fix: set the resource option protect, as deletionProtection: always does here.",
    },
    {
      change: (stack) => {
        stack.of(RELEASE).protect = false;
      },
      says: "protect of neo4j-release is not set",
    },
  ],
  "deletion-needs-flag": [
    {
      change: () => {},
      config: { servers: ["neo4j", "old"] },
      says: 'authorization servers of the stack is ["old"], which would go away. Fix: take it back, or set meant in the rule\'s configuration for this one change.',
    },
    {
      change: () => {},
      config: { accounts: ["etl-loader", "a", "b"], atMost: 1 },
      says: 'accounts of the stack is ["a","b"], which would go away',
    },
  ],
};
