import { exportJWK, generateKeyPair } from "jose";
import type { Fault } from "./fault.ts";

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
