import type { Claim } from "@neo4j-okta/sandbox/okta";
import type { World } from "../../support/world.ts";
import type { Fault } from "./fault.ts";

const POLICY = "access policy and its rule";
const CLAIM = "groups claim of the authorization server, or neo4j_groups in the app's profile";
const TOKEN_PATH = "/oauth2/default/v1/token";

function groupsClaim(world: World): Claim {
  const claim = world.server.claims.find(({ name }) => name === "groups");
  if (!claim) throw new Error("no groups claim");
  return claim;
}

function rule(world: World) {
  const [first] = world.policy.rules;
  if (!first) throw new Error("no rule");
  return first;
}

/** Scope, claim, policy and rule. */
export const AUTHORIZATION_FAULTS: Fault[] = [
  {
    name: "Okta: scope missing",
    apply: ({ world }) => {
      world.server.scopes = world.server.scopes.filter(({ name }) => name !== "neo4j_groups");
    },
    check: "token.issued",
    side: "okta",
    setting: "scope of the authorization server",
  },
  {
    name: "Okta: claim missing",
    apply: ({ world }) => {
      world.server.claims = world.server.claims.filter(({ name }) => name !== "groups");
    },
    check: "groups.present",
    side: "okta",
    setting: CLAIM,
    pinned: "groups claim of the authorization server",
  },
  {
    name: "Okta: claim inactive",
    apply: ({ world }) => {
      groupsClaim(world).status = "INACTIVE";
    },
    check: "groups.present",
    side: "okta",
    setting: CLAIM,
    pinned: "status of the groups claim",
  },
  {
    name: "Okta: claim reads appuser.neo4j_groups",
    apply: ({ world }) => {
      groupsClaim(world).value = "appuser.neo4j_groups";
    },
    check: "groups.present",
    side: "okta",
    setting: CLAIM,
    pinned: "expression of the groups claim",
  },
  {
    name: "Okta: claim bound to another scope",
    apply: ({ world }) => {
      groupsClaim(world).scopes = ["openid"];
    },
    check: "groups.present",
    side: "okta",
    setting: CLAIM,
    pinned: "scopes of the groups claim",
  },
  {
    name: "Okta: claim is a constant",
    apply: ({ world }) => {
      groupsClaim(world).value = '"neo4j_admin"';
    },
    check: "groups.equal",
    side: "okta",
    setting: "neo4j_groups in the app's profile",
    pinned: "expression of the groups claim",
  },
  {
    name: "Okta: client missing from the policy",
    apply: ({ world }) => {
      world.policy.clients = world.policy.clients.filter((id) => id !== "etl-loader");
    },
    check: "token.issued",
    side: "okta",
    setting: POLICY,
    pinned: "clients of the access policy",
  },
  {
    name: "Okta: policy inactive",
    apply: ({ world }) => {
      world.policy.status = "INACTIVE";
    },
    check: "token.issued",
    side: "okta",
    setting: POLICY,
    pinned: "status of the access policy",
  },
  {
    name: "Okta: policy without rule",
    apply: ({ world }) => {
      world.policy.rules = [];
    },
    check: "token.issued",
    side: "okta",
    setting: POLICY,
    pinned: "rules of the access policy",
  },
  {
    name: "Okta: rule inactive",
    apply: ({ world }) => {
      rule(world).status = "INACTIVE";
    },
    check: "token.issued",
    side: "okta",
    setting: POLICY,
    pinned: "status of the rule",
  },
  {
    name: "Okta: another scope in the rule",
    apply: ({ world }) => {
      rule(world).conditions.scopes.include = ["profile"];
    },
    check: "token.issued",
    side: "okta",
    setting: POLICY,
    pinned: "scopes of the rule",
  },
  {
    name: "Okta: rule without client_credentials",
    apply: ({ world }) => {
      rule(world).conditions.grantTypes.include = ["authorization_code"];
    },
    check: "token.issued",
    side: "okta",
    setting: POLICY,
    pinned: "grant types of the rule",
  },
  {
    name: "Okta: other token lifetime in the rule",
    apply: ({ world }) => {
      rule(world).actions.token.accessTokenLifetimeMinutes = 1440;
    },
    check: "token.lifetime",
    side: "okta",
    setting: "access token lifetime of the rule",
  },
  {
    name: "Okta: policy open to all clients",
    apply: ({ world, inputs }) => {
      world.policy.clients = ["ALL_CLIENTS"];
      inputs.given.outsider = { clientId: "outsider", clientSecret: world.secrets.outsider ?? "" };
    },
    check: "refusal.outsider",
    pinnedCheck: "okta.policy_clients",
    side: "okta",
    setting: "clients of the access policy",
  },
  {
    name: "Okta: token endpoint answers 429 and goes on so",
    apply: ({ world }) =>
      world.okta.faults.add({ kind: "rate-limit", resetSeconds: 0, path: TOKEN_PATH }),
    check: "token.issued",
    side: "okta",
    setting: "rate limit of the token endpoint",
  },
  {
    name: "Okta: token endpoint answers 503 and goes on so",
    apply: ({ world }) => world.okta.faults.add({ kind: "error", status: 503, path: TOKEN_PATH }),
    check: "token.issued",
    side: "okta",
    setting: "token endpoint",
  },
  {
    name: "Network: token endpoint drops connections",
    apply: ({ world }) => world.okta.faults.add({ kind: "drop", path: TOKEN_PATH }),
    check: "token.issued",
    side: "network",
    setting: "way to the token endpoint",
  },
  {
    name: "Stack: a group without roles",
    apply: ({ inputs }) => {
      inputs.contract.groups = { neo4j_admin: ["admin"], neo4j_publisher: ["publisher"] };
    },
    check: "groups.mapped",
    side: "stack",
    setting: "groups of the stack's settings",
  },
];
