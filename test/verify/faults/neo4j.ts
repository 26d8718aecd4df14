import { SignJWT } from "jose";
import type { World } from "../../support/world.ts";
import { type Fault, PROVIDER } from "./fault.ts";

const GUESS = `dbms.security.authentication_providers, or audience, issuer or well_known_discovery_uri of ${PROVIDER}`;
const MAPPING = `${PROVIDER}.authorization.group_to_role_mapping`;
const NO_ROLES = `authorization.group_to_role_mapping or claims.groups of ${PROVIDER}, or dbms.security.authorization_providers`;
const AUTHENTICATION = "dbms.security.authentication_providers";
const AUTHORIZATION = "dbms.security.authorization_providers";

const BREAK_GLASS =
  "native in dbms.security.authentication_providers, or the password in the Secret";

/** What the issuer would sign for another audience. */
function foreignToken(world: World): Promise<string> {
  const key = world.server.keys.find(({ status }) => status === "ACTIVE");
  if (!key) throw new Error("no signing key");
  return new SignJWT({ cid: "other-api", scp: ["orders"], groups: ["neo4j_admin"] })
    .setProtectedHeader({ alg: "RS256", kid: key.kid })
    .setIssuer(world.contract.issuer)
    .setAudience("api://orders")
    .setSubject("other-api")
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(key.privateKey);
}

/** Neo4j's settings, and the way to it. */
export const NEO4J_FAULTS: Fault[] = [
  {
    name: "Network: Neo4j down",
    apply: ({ stopNeo4j }) => stopNeo4j(),
    check: "neo4j.reachable",
    side: "network",
    setting: "address of Neo4j",
  },
  {
    name: "Neo4j: HTTP connector off",
    apply: ({ neo4j }) => neo4j({ "server.http.enabled": "false" }),
    check: "neo4j.reachable",
    side: "network",
    setting: "address of Neo4j",
  },
  {
    name: "Network: wrong Bolt address",
    apply: ({ inputs }) => {
      inputs.contract.neo4j.boltUri = "bolt://127.0.0.1:1";
    },
    check: "login.bolt",
    side: "network",
    setting: "Bolt address of Neo4j",
  },
  {
    name: "Neo4j: provider missing from the authentication list",
    apply: ({ neo4j }) => neo4j({ [AUTHENTICATION]: "native" }),
    check: "neo4j.provider",
    side: "neo4j",
    setting: AUTHENTICATION,
  },
  {
    name: "Neo4j: provider missing from the authorization list",
    apply: ({ neo4j }) => neo4j({ [AUTHORIZATION]: "native" }),
    check: "login.roles",
    side: "neo4j",
    setting: NO_ROLES,
    pinned: AUTHORIZATION,
  },
  {
    name: "Neo4j: wrong audience",
    apply: ({ neo4j }) => neo4j({ [`${PROVIDER}.audience`]: "api://other" }),
    check: "login.bolt",
    side: "neo4j",
    setting: GUESS,
    pinned: `${PROVIDER}.audience`,
  },
  {
    name: "Neo4j: issuer with a trailing slash",
    apply: ({ neo4j, world }) => neo4j({ [`${PROVIDER}.issuer`]: `${world.contract.issuer}/` }),
    check: "login.bolt",
    side: "neo4j",
    setting: GUESS,
    pinned: `${PROVIDER}.issuer`,
  },
  {
    name: "Neo4j: wrong discovery URI",
    apply: ({ neo4j, world }) =>
      neo4j({
        [`${PROVIDER}.well_known_discovery_uri`]: world.contract.discoveryUri.replace(
          "default",
          "aus1",
        ),
      }),
    check: "login.bolt",
    side: "neo4j",
    setting: GUESS,
    pinned: `${PROVIDER}.well_known_discovery_uri`,
  },
  {
    name: "Neo4j: JWKS of another server",
    apply: ({ neo4j }) =>
      neo4j({ [`${PROVIDER}.jwks_uri`]: "https://localhost:9/oauth2/default/v1/keys" }),
    check: "login.bolt",
    side: "neo4j",
    setting: GUESS,
    pinned: `${PROVIDER}.jwks_uri`,
  },
  {
    name: "Neo4j: user name from a claim that is not there",
    apply: ({ neo4j }) => neo4j({ [`${PROVIDER}.claims.username`]: "preferred_username" }),
    check: "login.bolt",
    side: "neo4j",
    setting: GUESS,
    pinned: `${PROVIDER}.claims.username`,
  },
  {
    name: "Neo4j: local users required",
    apply: ({ neo4j }) => neo4j({ "dbms.security.require_local_user": "true" }),
    check: "login.bolt",
    side: "neo4j",
    setting: GUESS,
    pinned: "dbms.security.require_local_user",
  },
  {
    name: "Network: Neo4j cannot reach Okta",
    apply: ({ neo4j }) => neo4j({}, { fetch: () => Promise.reject(new TypeError("fetch failed")) }),
    check: "login.bolt",
    side: "neo4j",
    setting: GUESS,
    pinned: "way from Neo4j to Okta",
    pinnedSide: "network",
  },
  {
    name: "Clock: Neo4j two hours ahead",
    apply: ({ neo4j }) => neo4j({}, { now: () => Date.now() + 7_200_000 }),
    check: "login.bolt",
    side: "network",
    setting: "system clock of the Neo4j nodes (NTP)",
  },
  {
    name: "Neo4j: user name from another claim",
    apply: ({ neo4j }) => neo4j({ [`${PROVIDER}.claims.username`]: "jti" }),
    check: "login.username",
    side: "neo4j",
    setting: `${PROVIDER}.claims.username`,
  },
  {
    name: "Neo4j: authentication off",
    apply: ({ neo4j }) => neo4j({ "dbms.security.auth_enabled": "false" }),
    check: "login.username",
    side: "neo4j",
    setting: "dbms.security.auth_enabled",
  },
  {
    name: "Neo4j: typing error in the mapping",
    apply: ({ neo4j, world }) =>
      neo4j({
        [MAPPING]: world.settings[MAPPING]?.replace("neo4j_reader", "neo4j_raeder"),
      }),
    check: "login.roles",
    side: "neo4j",
    setting: NO_ROLES,
    pinned: MAPPING,
  },
  {
    name: "Neo4j: mapping absent",
    apply: ({ neo4j }) => neo4j({ [MAPPING]: undefined }),
    check: "login.roles",
    side: "neo4j",
    setting: NO_ROLES,
    pinned: MAPPING,
  },
  {
    name: "Neo4j: mapping grants more than declared",
    apply: ({ neo4j }) =>
      neo4j({
        [MAPPING]:
          '"neo4j_admin"=admin;"neo4j_publisher"=publisher;"neo4j_reader"=reader,publisher',
      }),
    check: "login.roles",
    side: "neo4j",
    setting: MAPPING,
  },
  {
    name: "Neo4j: groups from another claim",
    apply: ({ neo4j }) => neo4j({ [`${PROVIDER}.claims.groups`]: "roles" }),
    check: "login.roles",
    side: "neo4j",
    setting: NO_ROLES,
    pinned: `${PROVIDER}.claims.groups`,
  },
  {
    name: "Neo4j: the mapped role does not exist",
    apply: async ({ neo4j, inputs }) => {
      const mapping = '"neo4j_admin"=admin;"neo4j_publisher"=publisher;"neo4j_reader"=analyst';
      await neo4j({ [MAPPING]: mapping });
      inputs.contract.groups.neo4j_reader = ["analyst"];
      for (const { account } of inputs.candidates) {
        if (account.name === "dashboard") account.roles = ["analyst"];
      }
    },
    check: "login.roles",
    side: "neo4j",
    setting: NO_ROLES,
    pinned: "role analyst of the database",
  },
  {
    name: "Neo4j: a second audience accepted",
    apply: async ({ neo4j, inputs, world }) => {
      await neo4j({ [`${PROVIDER}.audience`]: "api://default,api://orders" });
      inputs.given.foreignToken = await foreignToken(world);
    },
    check: "refusal.foreign_audience",
    side: "neo4j",
    setting: `${PROVIDER}.audience`,
  },
  {
    name: "Neo4j: native missing from the provider lists",
    apply: ({ neo4j }) =>
      neo4j({ [AUTHENTICATION]: "oidc-okta-backend", [AUTHORIZATION]: "oidc-okta-backend" }),
    check: "break_glass.login",
    side: "neo4j",
    setting: BREAK_GLASS,
    unaided: false,
  },
  {
    name: "Neo4j: break-glass password changed",
    apply: ({ inputs }) => {
      inputs.breakGlass = { username: "neo4j", password: "the-password-of-last-year" };
    },
    check: "break_glass.login",
    side: "neo4j",
    setting: BREAK_GLASS,
    unaided: false,
  },
];
