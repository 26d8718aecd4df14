import type { Fault } from "../fault.ts";
import { appOf, originOf, serverOf } from "./scene.ts";

const REDIRECT = "redirect URIs of the app";
const CORS = "Trusted Origins (CORS)";
const ORIGIN = "Trusted Origin http://localhost:7474";

/** Okta's half of a sign-in, as the Browser meets it. */
export const AT_OKTA: Fault[] = [
  {
    name: "Okta: the server of people inactive",
    apply: ({ world }) => {
      serverOf(world).status = "INACTIVE";
    },
    check: "sign_in.discovery",
    side: "okta",
    setting: "authorization server, tenant or realm of the sign-in",
  },
  {
    name: "Network: the discovery document of people out of reach",
    apply: ({ world }) => {
      const path = `/oauth2/${serverOf(world).id}/.well-known/openid-configuration`;
      world.okta.faults.add({ kind: "drop", path, count: 100 });
    },
    check: "sign_in.discovery",
    side: "network",
    setting: "discovery URI of the sign-in",
  },
  {
    name: "Stack: another issuer than the one of the sign-in",
    apply: ({ inputs }) => {
      const [signIn] = inputs.contract.signIns ?? [];
      if (signIn) signIn.issuer = `${signIn.issuer}/`;
    },
    check: "sign_in.issuer",
    side: "okta",
    setting: "issuer of the identity provider",
  },
  {
    name: "Okta: redirect URI of another address",
    apply: ({ world }) => {
      appOf(world).body.settings.oauthClient.redirect_uris = [
        "https://neo4j.example.com/browser/?idp_id=okta&auth_flow_step=redirect_uri",
      ];
    },
    check: "sign_in.redirect",
    side: "okta",
    setting: REDIRECT,
  },
  {
    name: "Okta: one more redirect URI, of somebody else",
    apply: ({ world }) => {
      appOf(world).body.settings.oauthClient.redirect_uris?.push("https://evil.example.com/");
    },
    check: "okta.sign_in_app",
    side: "okta",
    setting: REDIRECT,
    unaided: false,
  },
  {
    name: "Okta: the app of the sign-in inactive",
    apply: ({ world }) => {
      appOf(world).status = "INACTIVE";
    },
    check: "sign_in.redirect",
    side: "okta",
    setting: "client id, or the app behind it",
    pinned: "status of the app",
  },
  {
    name: "Okta: the app of the sign-in without authorization_code",
    apply: ({ world }) => {
      appOf(world).grantTypes = ["refresh_token"];
    },
    check: "sign_in.redirect",
    side: "okta",
    setting: "grant types of the app",
  },
  {
    name: "Okta: no Trusted Origin for the Browser",
    apply: ({ world }) => world.okta.org.trustedOrigins.clear(),
    check: "sign_in.cors",
    side: "okta",
    setting: CORS,
    pinned: ORIGIN,
  },
  {
    name: "Okta: the Trusted Origin inactive",
    apply: ({ world }) => {
      originOf(world).status = "INACTIVE";
    },
    check: "sign_in.cors",
    side: "okta",
    setting: CORS,
    pinned: ORIGIN,
  },
  {
    name: "Okta: the Trusted Origin for redirects alone",
    apply: ({ world }) => {
      originOf(world).scopes = [{ type: "REDIRECT", allowedOktaApps: [] }];
    },
    check: "sign_in.cors",
    side: "okta",
    setting: CORS,
    pinned: ORIGIN,
  },
];
