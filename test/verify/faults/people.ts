import { SignJWT } from "jose";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import type { Inputs } from "../../../verify/inputs/inputs.ts";
import { manage } from "../../support/declared-org.ts";
import { PEOPLE } from "../../support/declared-people.ts";
import type { World } from "../../support/world.ts";
import type { Fault } from "./fault.ts";

const PROVIDER = "dbms.security.oidc.okta";
const AUTHENTICATION = "dbms.security.authentication_providers";
const MAPPING = `${PROVIDER}.authorization.group_to_role_mapping`;
const REDIRECT = "redirect URIs of the app";
const CLIENT = "client id, or the app behind it";
const CORS = "Trusted Origins (CORS)";
const ORIGIN = "Trusted Origin http://localhost:7474";

/** The one sign-in of the world. */
function signInOf(world: World): ContractSignIn {
  const [signIn] = world.contract.signIns ?? [];
  if (signIn === undefined) throw new Error("nobody signs in");
  return signIn;
}

function appOf(world: World) {
  return world.app(signInOf(world).clientId);
}

function serverOf(world: World) {
  return world.serverOf(signInOf(world).issuer ?? "");
}

function policyOf(world: World) {
  const [policy] = serverOf(world).policies;
  if (policy === undefined) throw new Error("no policy for people");
  return policy;
}

function ruleOf(world: World) {
  const [rule] = policyOf(world).rules;
  if (rule === undefined) throw new Error("no rule for people");
  return rule;
}

function originOf(world: World) {
  const [origin] = world.okta.org.trustedOrigins.values();
  if (origin === undefined) throw new Error("no trusted origin");
  return origin;
}

/** Okta's half of a sign-in, as the Browser meets it. */
const AT_OKTA: Fault[] = [
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
    setting: CLIENT,
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

/** What nothing but reading back shows. */
const READ_BACK: Fault[] = [
  {
    name: "Okta: a mapped group is not assigned to the app",
    apply: async ({ world }) => {
      const group = await groupId(world, "readers");
      await manage(world.okta, "DELETE", `/api/v1/apps/${appOf(world).id}/groups/${group}`);
    },
    check: "okta.sign_in_groups",
    side: "okta",
    setting: "groups of the app",
    unaided: false,
  },
  {
    name: "Okta: the app is assigned to everyone",
    apply: async ({ world }) => {
      const group = await groupId(world, "Everyone");
      await manage(world.okta, "PUT", `/api/v1/apps/${appOf(world).id}/groups/${group}`, {});
    },
    check: "okta.sign_in_groups",
    side: "okta",
    setting: "groups of the app",
    unaided: false,
  },
  {
    name: "Okta: a mapped group is gone",
    apply: async ({ world }) => {
      const group = await groupId(world, "readers");
      await manage(world.okta, "DELETE", `/api/v1/groups/${group}`);
    },
    check: "okta.sign_in_app",
    side: "okta",
    setting: "rule of the access policy",
    unaided: false,
  },
  {
    name: "Okta: the claim of people's groups inactive",
    apply: ({ world }) => {
      const claim = serverOf(world).claims.find(({ name }) => name === "groups");
      if (claim) claim.status = "INACTIVE";
    },
    check: "okta.sign_in_claim",
    side: "okta",
    setting: "groups claim of people's tokens",
    unaided: false,
  },
  {
    name: "Okta: the claim's filter leaves a mapped group out",
    apply: ({ world }) => {
      const claim = serverOf(world).claims.find(({ name }) => name === "groups");
      if (claim) claim.value = "^engineers$";
    },
    check: "okta.sign_in_claim",
    side: "okta",
    setting: "filter of the groups claim",
    unaided: false,
  },
  {
    name: "Okta: no policy lists the app of the sign-in",
    apply: ({ world }) => {
      policyOf(world).clients = ["another-app"];
    },
    check: "okta.sign_in_app",
    side: "okta",
    setting: "access policy of the sign-in",
    unaided: false,
  },
  {
    name: "Okta: the rule of people without authorization_code",
    apply: ({ world }) => {
      ruleOf(world).conditions.grantTypes.include = ["client_credentials"];
    },
    check: "okta.sign_in_app",
    side: "okta",
    setting: "rule of the access policy",
    unaided: false,
  },
  {
    name: "Okta: another client in the policy of people",
    apply: ({ world }) => {
      policyOf(world).clients.push("another-app");
    },
    check: "okta.sign_in_clients",
    side: "okta",
    setting: "clients of the access policies",
    unaided: false,
  },
];

/** Neo4j's half. */
const AT_NEO4J: Fault[] = [
  {
    name: "Neo4j: sign-in missing from the authentication list",
    apply: ({ neo4j }) => neo4j({ [AUTHENTICATION]: "oidc-okta-backend,native" }),
    check: "sign_in.offered",
    side: "neo4j",
    setting: AUTHENTICATION,
  },
  {
    name: "Neo4j: another client id for the Browser",
    apply: ({ neo4j }) =>
      neo4j({
        [`${PROVIDER}.params`]: "client_id=other;response_type=code;scope=openid profile email",
      }),
    check: "sign_in.offered",
    side: "neo4j",
    setting: `${PROVIDER}.params`,
  },
  {
    name: "Neo4j: the Browser sends the ID token where access tokens are taken",
    apply: ({ neo4j }) =>
      neo4j({
        [`${PROVIDER}.config`]:
          "code_challenge_method=S256;token_type_principal=id_token;token_type_authentication=id_token",
      }),
    check: "sign_in.offered",
    side: "neo4j",
    setting: `${PROVIDER}.config`,
  },
  {
    name: "Neo4j: cannot read the discovery document of people",
    apply: ({ neo4j, world }) =>
      neo4j({
        [`${PROVIDER}.well_known_discovery_uri`]: signInOf(world).discoveryUri?.replace(
          serverOf(world).id,
          "aus1",
        ),
      }),
    check: "sign_in.offered",
    side: "neo4j",
    setting: `${PROVIDER}.well_known_discovery_uri`,
  },
  {
    name: "Neo4j: another audience for people's tokens",
    apply: ({ neo4j }) => neo4j({ [`${PROVIDER}.audience`]: "api://other" }),
    check: "neo4j.sign_in_settings",
    side: "neo4j",
    setting: `${PROVIDER}.audience`,
    unaided: false,
  },
  {
    name: "Neo4j: people's tokens are verified with somebody else's keys",
    apply: ({ neo4j }) => neo4j({ [`${PROVIDER}.jwks_uri`]: "https://evil.example.com/keys" }),
    check: "neo4j.sign_in_settings",
    side: "neo4j",
    setting: `${PROVIDER}.jwks_uri`,
    unaided: false,
  },
  {
    name: "Neo4j: people's mapping grants more than declared",
    apply: ({ neo4j }) => neo4j({ [MAPPING]: '"engineers"=admin;"readers"=reader' }),
    check: "neo4j.sign_in_settings",
    side: "neo4j",
    setting: MAPPING,
    unaided: false,
  },
  {
    name: "Neo4j: sign-in missing from the authorization list",
    apply: ({ neo4j }) =>
      neo4j({ "dbms.security.authorization_providers": "oidc-okta-backend,native" }),
    check: "neo4j.sign_in_settings",
    side: "neo4j",
    setting: "dbms.security.authorization_providers",
    unaided: false,
  },
];

/** `--person`. */
const ONE_PERSON: Fault[] = [
  {
    name: "Okta: the person is suspended (--person)",
    apply: async ({ world, inputs }) => {
      inputs.person = PEOPLE.engineer;
      const { id } = await manage(world.okta, "GET", `/api/v1/users/${PEOPLE.engineer}`);
      await manage(world.okta, "POST", `/api/v1/users/${id}/lifecycle/suspend`);
    },
    check: "person.active",
    side: "okta",
    setting: "status of the person",
    unaided: false,
  },
  {
    name: "Client: a login that nobody has (--person)",
    apply: ({ inputs }) => {
      inputs.person = "adda@example.com";
    },
    check: "person.active",
    side: "client",
    setting: "--person",
    unaided: false,
  },
  {
    name: "Okta: the person is in no mapped group (--person)",
    apply: ({ inputs }) => {
      inputs.person = PEOPLE.nobody;
    },
    check: "person.groups",
    side: "okta",
    setting: "groups of the person",
    unaided: false,
  },
  {
    name: "Neo4j: the person's local user is suspended (--person)",
    apply: async ({ world, inputs, neo4j }) => {
      inputs.person = PEOPLE.engineer;
      inputs.contract.database = {
        requireLocalUser: true,
        ...{ roles: [], users: [], authRules: [] },
        removed: { roles: [], users: [], authRules: [] },
      };
      await neo4j({ "dbms.security.require_local_user": "true" });
      for (const { clientId } of inputs.contract.accounts) {
        await world.administer(localUser(clientId, "ACTIVE", "oidc-okta-backend", clientId));
      }
      await world.administer(localUser("ada", "SUSPENDED", "oidc-okta", PEOPLE.engineer));
    },
    check: "person.local_user",
    side: "neo4j",
    setting: "local user of the person",
    unaided: false,
  },
];

function localUser(name: string, status: string, provider: string, id: string): string {
  return `CREATE USER \`${name}\` SET STATUS ${status} SET AUTH '${provider}' {SET ID '${id}'}`;
}

/** `--person-token`. */
const TOKENS: Fault[] = [
  {
    name: "Okta: the person's token without a mapped group (--person-token)",
    apply: ({ world, inputs }) => withToken(world, inputs, { groups: ["guests"] }),
    check: "person.token",
    side: "okta",
    setting: "groups claim, or the groups of the person",
  },
  {
    name: "Entra ID: overage, the person's token without any group (--person-token)",
    apply: ({ world, inputs }) => withToken(world, inputs, { _claim_names: { groups: "src1" } }),
    check: "person.token",
    side: "okta",
    setting: "groups claim, or the groups of the person",
  },
  {
    name: "Client: the person's token of yesterday (--person-token)",
    apply: ({ world, inputs }) => withToken(world, inputs, { groups: ["readers"] }, -3600),
    check: "person.token",
    side: "client",
    setting: "token of the person",
  },
  {
    name: "Neo4j: the person's token gets other roles (--person-token)",
    apply: async ({ world, inputs, neo4j }) => {
      await withToken(world, inputs, { groups: ["readers"] });
      await neo4j({ [MAPPING]: '"engineers"=publisher;"readers"=editor' });
    },
    check: "person.roles",
    side: "neo4j",
    setting: PROVIDER,
    pinnedCheck: "neo4j.sign_in_settings",
    pinned: MAPPING,
  },
  {
    name: "Neo4j: the person's token is refused (--person-token)",
    apply: async ({ world, inputs, neo4j }) => {
      await withToken(world, inputs, { groups: ["readers"] });
      await neo4j({ [`${PROVIDER}.audience`]: "api://other" });
    },
    check: "person.roles",
    side: "neo4j",
    setting: PROVIDER,
    pinnedCheck: "neo4j.sign_in_settings",
    pinned: `${PROVIDER}.audience`,
  },
];

/** What the server of people would sign. */
async function withToken(
  world: World,
  inputs: Inputs,
  more: Record<string, unknown>,
  seconds = 300,
): Promise<void> {
  const { id, issuer = "", audience } = signInOf(world);
  const key = serverOf(world).keys.find(({ status }) => status === "ACTIVE");
  if (!key) throw new Error("no signing key");
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const claims = {
    ...more,
    iss: issuer,
    aud: audience,
    sub: PEOPLE.engineer,
    exp,
    iat: exp - 3600,
  };
  const header = { alg: "RS256", kid: key.kid };
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
  inputs.personTokens = [{ signIn: id, token, claims }];
}

async function groupId(world: World, name: string): Promise<string> {
  const groups = await manage(world.okta, "GET", `/api/v1/groups?q=${name}`);
  return groups[0].id;
}

/** People's sign-in, from both halves. */
export const PEOPLE_FAULTS: Fault[] = [
  ...AT_OKTA,
  ...READ_BACK,
  ...AT_NEO4J,
  ...ONE_PERSON,
  ...TOKENS,
];
