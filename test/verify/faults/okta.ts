import { exportJWK, generateKeyPair } from "jose";
import type { Claim } from "../../../sandbox/okta/entities.ts";
import { appBody, manage, type World } from "../../support/world.ts";
import type { Fault } from "./fault.ts";

const APP = "app of the account (INACTIVE, deleted, or another client id)";
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

/** The authorization server and what it publishes. */
export const SERVER_FAULTS: Fault[] = [
  {
    name: "Okta: authorization server inactive",
    apply: ({ world }) => {
      world.server.status = "INACTIVE";
    },
    check: "discovery.reachable",
    side: "okta",
    setting: "authorization server (deleted, inactive, or another id)",
  },
  {
    name: "Okta: authorization server replaced by another",
    apply: ({ world }) => {
      delete world.server.alias;
    },
    check: "discovery.reachable",
    side: "okta",
    setting: "authorization server (deleted, inactive, or another id)",
  },
  {
    name: "Network: discovery document out of reach",
    apply: ({ world }) =>
      world.okta.faults.add({ kind: "drop", path: "/oauth2/default/.well-known" }),
    check: "discovery.reachable",
    side: "network",
    setting: "discovery URI (issuer of the authorization server)",
  },
  {
    name: "Stack: discovery URI is plain http",
    apply: ({ inputs }) => {
      inputs.contract.discoveryUri = "http://okta.example.com/.well-known/openid-configuration";
    },
    check: "discovery.reachable",
    side: "stack",
    setting: "discoveryUri",
  },
  {
    name: "Okta: issuer changed (custom domain)",
    apply: ({ world }) => {
      world.okta.org.url = world.okta.org.url.replace("127.0.0.1", "localhost");
    },
    check: "discovery.issuer",
    side: "okta",
    setting: "issuer of the authorization server (issuerMode, custom domain)",
  },
  {
    name: "Okta: token endpoint changed since the deployment",
    apply: ({ inputs }) => {
      inputs.contract.tokenEndpoint = inputs.contract.tokenEndpoint.replace("default", "aus1");
    },
    check: "discovery.token_endpoint",
    side: "okta",
    setting: "token endpoint of the authorization server",
  },
  {
    name: "Network: JWKS out of reach",
    apply: ({ world }) => world.okta.faults.add({ kind: "drop", path: "/oauth2/default/v1/keys" }),
    check: "jwks.reachable",
    side: "network",
    setting: "jwks_uri of the authorization server",
  },
  {
    name: "Okta: JWKS answers 503",
    apply: ({ world }) =>
      world.okta.faults.add({ kind: "error", status: 503, path: "/oauth2/default/v1/keys" }),
    check: "jwks.reachable",
    side: "okta",
    setting: "jwks_uri of the authorization server",
  },
  {
    name: "Okta: signing key not in the JWKS",
    apply: ({ world }) => {
      for (const key of world.server.keys) key.publicJwk.kid = `not-${key.kid}`;
    },
    check: "token.signature",
    side: "okta",
    setting: "signing key of the authorization server",
  },
  {
    name: "Okta: another key under the signing key's id",
    apply: async ({ world }) => {
      const { publicKey } = await generateKeyPair("RS256");
      const { n } = await exportJWK(publicKey);
      for (const key of world.server.keys) key.publicJwk.n = n;
    },
    check: "token.signature",
    side: "okta",
    setting: "signing key of the authorization server",
  },
  {
    name: "Okta: audience changed",
    apply: ({ world }) => {
      world.server.audiences = ["api://other"];
    },
    check: "token.audience",
    side: "okta",
    setting: "audience of the authorization server",
  },
  {
    name: "Okta: sub claim rewritten",
    apply: ({ world }) => {
      const sub = world.server.claims.find(({ name }) => name === "sub");
      if (sub) sub.value = "app.id";
    },
    check: "token.subject",
    side: "okta",
    setting: "sub claim of the authorization server",
  },
  {
    name: "Clock: Okta and this machine ten minutes apart",
    apply: ({ world }) => {
      world.okta.faults.skew = 600_000;
    },
    check: "token.lifetime",
    side: "network",
    setting: "system clock (NTP)",
  },
  {
    name: "Clock: the same, for a private-key account",
    apply: ({ world, inputs }) => {
      world.okta.faults.skew = 600_000;
      inputs.candidates = inputs.candidates.filter(({ account }) => account.name === "batch-jobs");
    },
    check: "token.issued",
    side: "network",
    setting: "system clock (NTP)",
  },
];

/** The apps. */
export const APP_FAULTS: Fault[] = [
  {
    name: "Okta: app inactive",
    apply: ({ world }) => {
      world.app("etl-loader").status = "INACTIVE";
    },
    check: "token.issued",
    side: "okta",
    setting: APP,
    pinned: "status of the app",
  },
  {
    name: "Okta: app deleted",
    apply: ({ world }) => {
      world.okta.org.apps.delete(world.app("etl-loader").id);
    },
    check: "token.issued",
    side: "okta",
    setting: APP,
    pinned: "app of the account",
  },
  {
    name: "Client: wrong secret",
    apply: ({ inputs }) => {
      const found = inputs.candidates[0]?.found;
      if (found && "credential" in found && "clientSecret" in found.credential) {
        found.credential.clientSecret = "wrong-secret-of-a-client";
      }
    },
    check: "token.issued",
    side: "client",
    setting: "credential of the account",
  },
  {
    name: "Client: secret rotated at Okta, the old one still in use",
    apply: ({ world }) => {
      const [secret] = world.app("dashboard").secrets;
      if (secret) secret.status = "INACTIVE";
    },
    check: "token.issued",
    side: "client",
    setting: "credential of the account",
  },
  {
    name: "Client: private key rotated at Okta, the old one still in use",
    apply: async ({ world }) => {
      const { publicKey } = await generateKeyPair("RS256");
      const [key] = world.app("batch-jobs").jwks;
      if (key) Object.assign(key, await exportJWK(publicKey), { kid: "new-key" });
    },
    check: "token.issued",
    side: "client",
    setting: "private key of the account (kid), or the app's public keys",
  },
  {
    name: "Client: not a private key",
    apply: ({ inputs }) => {
      for (const { account, found } of inputs.candidates) {
        if (account.name !== "batch-jobs" || !("credential" in found)) continue;
        found.credential = { kind: "private_key_jwt", privateKey: "not a key at all" };
      }
    },
    check: "token.issued",
    side: "client",
    setting: "credential of the account",
  },
  {
    name: "Okta: another way of client authentication",
    apply: ({ world }) => {
      world.app("etl-loader").tokenEndpointAuthMethod = "client_secret_basic";
    },
    check: "token.issued",
    side: "okta",
    setting: "token_endpoint_auth_method of the app",
  },
  {
    name: "Okta: DPoP required",
    apply: async ({ world }) => {
      const { id } = world.app("dashboard");
      const body = appBody(
        { name: "dashboard", groups: ["neo4j_reader"] },
        {
          dpop_bound_access_tokens: true,
        },
      );
      await manage(world.okta, "PUT", `/api/v1/apps/${id}`, body);
    },
    check: "token.issued",
    side: "okta",
    setting: "DPoP (dpop_bound_access_tokens) of the app",
  },
  {
    name: "Okta: app without client_credentials",
    apply: ({ world }) => {
      world.app("etl-loader").grantTypes = ["authorization_code"];
    },
    check: "token.issued",
    side: "okta",
    setting: "grant types of the app",
  },
  {
    name: "Okta: groups missing in the app's profile",
    apply: ({ world }) => {
      world.app("dashboard").profile = {};
    },
    check: "groups.present",
    side: "okta",
    setting: CLAIM,
    pinned: "neo4j_groups in the app's profile",
  },
  {
    name: "Okta: other groups in the app's profile",
    apply: ({ world }) => {
      world.app("dashboard").profile = { neo4j_groups: ["neo4j_admin"] };
    },
    check: "groups.equal",
    side: "okta",
    setting: "neo4j_groups in the app's profile",
  },
  {
    name: "Okta: groups of the wrong type in the app's profile",
    apply: ({ world }) => {
      world.app("dashboard").profile = { neo4j_groups: { reader: true } };
    },
    check: "groups.type",
    side: "okta",
    setting: "expression of the groups claim, or the app's profile attribute",
    pinned: "neo4j_groups in the app's profile",
  },
  {
    name: "Okta: disabled account's app is active",
    apply: ({ world }) => {
      world.app("retired").status = "ACTIVE";
    },
    check: "token.disabled",
    side: "okta",
    setting: "status of the app",
  },
];

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
