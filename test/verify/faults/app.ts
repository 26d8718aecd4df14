import { exportJWK, generateKeyPair } from "jose";
import { appBody, manage } from "../../support/declared-org.ts";
import type { Fault } from "./fault.ts";

const APP = "app of the account (INACTIVE, deleted, or another client id)";
const CLAIM = "groups claim of the authorization server, or neo4j_groups in the app's profile";

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
