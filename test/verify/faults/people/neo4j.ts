import type { Fault } from "../fault.ts";
import { MAPPING, PROVIDER, serverOf, signInOf } from "./scene.ts";

const AUTHENTICATION = "dbms.security.authentication_providers";

/** Neo4j's half. */
export const AT_NEO4J: Fault[] = [
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
